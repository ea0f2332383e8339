"""Prints one report: report.html in this folder becomes report.pdf. One process per report, gone afterwards.

Started in the report's own folder, without rights and under resource limits (see ChildProcess.cs). The page holds
text that people typed, so nothing but the folder's own pictures and fonts can be fetched: no network, no other
file, no data: address. WeasyPrint's own fetcher would attach file:///etc/passwd to the PDF if a page asked for it.

Started with the name of a PDF/A variant, or with "plain".

Speaks JSON lines on standard output: {"step": 1..7} while it works, {"part": n, "page": n} for the first page of each
part, then {"pages": n} or {"error": "..."}; {"warning": "..."} for everything WeasyPrint complains about.
"""
import json
import logging
import os
import re
import sys

OWN_FILE = re.compile(r'https://report\.invalid/([a-z0-9-]+\.(jpg|png|otf))')
TYPES = {'jpg': 'image/jpeg', 'png': 'image/png', 'otf': 'font/otf'}
PART = re.compile(r'part-(\d+)')
EXPERIMENTAL = 'PDF/A support is experimental'  # tests look at the file instead


def say(**fact):
    print(json.dumps(fact, ensure_ascii=False), flush=True)


def own_files_only(url, timeout=0, ssl_context=None):
    found = OWN_FILE.fullmatch(url)
    if not found:
        raise ValueError('refused address ' + url[:120])
    file = os.open(found[1], os.O_RDONLY | os.O_NOFOLLOW)
    return {'file_obj': os.fdopen(file, 'rb'), 'mime_type': TYPES[found[2]]}


class Tell(logging.Handler):
    def emit(self, record):
        message = record.getMessage()[:300]
        if message.startswith(EXPERIMENTAL):
            return
        if record.levelno >= logging.WARNING:
            say(warning=message)
        elif message.startswith('Step '):
            say(step=int(message[5]))


try:
    import pydyf
    import weasyprint
    from weasyprint import document as layout, images
    from weasyprint.pdf.stream import Stream
except ImportError:
    say(error='missing')
    sys.exit(3)


class PrintCopy:
    """A JPEG of shrink.py, put into the PDF byte by byte. WeasyPrint decodes and compresses each once more, and keeps
    all of them decoded at the same time: 500 MB for 200 photos."""

    def __init__(self, name):
        with images.Image.open(name, formats=('JPEG',)) as picture:
            self.name, self.width, self.height = name, picture.width, picture.height
            self.grey = picture.mode == 'L'

    def get_intrinsic_size(self, image_resolution, font_size):
        return self.width / image_resolution, self.height / image_resolution, self.width / self.height

    def draw(self, stream, concrete_width, concrete_height, image_rendering):
        stream.transform(concrete_width, 0, 0, -concrete_height, 0, concrete_height)
        stream.draw_x_object(stream.add_image(self, image_rendering, ()))

    def x_object(self):
        with open(self.name, 'rb') as file:
            return pydyf.Stream([file.read()], extra=pydyf.Dictionary({
                'Type': '/XObject', 'Subtype': '/Image', 'Width': self.width, 'Height': self.height,
                'ColorSpace': '/DeviceGray' if self.grey else '/DeviceRGB', 'BitsPerComponent': 8,
                'Interpolate': 'false', 'Filter': '/DCTDecode'}))


def picture_of(cache, url_fetcher, optimize_size, url, *rest, **more):
    found = OWN_FILE.fullmatch(url)
    if not found or found[2] != 'jpg':
        return weasyprints_picture(cache, url_fetcher, optimize_size, url, *rest, **more)
    if url not in cache:
        cache[url] = PrintCopy(found[1])
    return cache[url]


def add_picture(stream, picture, image_rendering, optimize_size):
    if not isinstance(picture, PrintCopy):
        return weasyprints_add(stream, picture, image_rendering, optimize_size)
    name = 'i' + re.sub('[^a-z0-9]', '', picture.name)
    stream._x_objects[name] = None
    if name not in stream._images:
        stream._images[name] = picture.x_object()
    return name


weasyprints_picture, layout.original_get_image_from_uri = layout.original_get_image_from_uri, picture_of
weasyprints_add, Stream.add_image = Stream.add_image, add_picture

logging.getLogger('weasyprint').addHandler(Tell())
logging.getLogger('weasyprint.progress').setLevel(logging.INFO)
try:
    with open('report.html', encoding='utf-8') as page:
        html = weasyprint.HTML(string=page.read(), base_url='https://report.invalid/', url_fetcher=own_files_only)
    printed = html.render()
    for number, page in enumerate(printed.pages, start=1):
        for anchor in page.anchors:
            if part := PART.fullmatch(anchor):
                say(part=int(part[1]), page=number)
    printed.write_pdf('report.pdf', variant=None if sys.argv[1] == 'plain' else sys.argv[1])
    say(pages=len(printed.pages))
except Exception as problem:  # whatever it was, the parent gets a sentence instead of a trace
    say(error=f'{type(problem).__name__}: {problem}'[:500])
    sys.exit(1)
