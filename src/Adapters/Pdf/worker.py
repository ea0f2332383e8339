"""Prints one report: report.html in this folder becomes report.pdf. One process per report, gone afterwards.

Started in the report's own folder, without rights and under resource limits (see ChildProcess.cs). The page holds
text that people typed, so nothing but the folder's own pictures and fonts can be fetched: no network, no other
file, no data: address. WeasyPrint's own fetcher would attach file:///etc/passwd to the PDF if a page asked for it.

Speaks JSON lines on standard output: {"step": 1..7} while it works, then {"pages": n} or {"error": "..."};
{"warning": "..."} for everything WeasyPrint complains about.
"""
import json
import logging
import os
import re
import sys

OWN_FILE = re.compile(r'https://report\.invalid/([a-z0-9-]+\.(jpg|png|otf))')
TYPES = {'jpg': 'image/jpeg', 'png': 'image/png', 'otf': 'font/otf'}


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
        if record.levelno >= logging.WARNING:
            say(warning=message)
        elif message.startswith('Step '):
            say(step=int(message[5]))


try:
    import weasyprint
except ImportError:
    say(error='missing')
    sys.exit(3)

logging.getLogger('weasyprint').addHandler(Tell())
logging.getLogger('weasyprint.progress').setLevel(logging.INFO)
try:
    with open('report.html', encoding='utf-8') as page:
        html = weasyprint.HTML(string=page.read(), base_url='https://report.invalid/', url_fetcher=own_files_only)
    document = html.render()
    document.write_pdf('report.pdf')
    say(pages=len(document.pages))
except Exception as problem:  # whatever it was, the parent gets a sentence instead of a trace
    say(error=f'{type(problem).__name__}: {problem}'[:500])
    sys.exit(1)
