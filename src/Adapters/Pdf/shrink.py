"""Makes print copies of photos: shrink.py LONGEST NAME.jpg|NAME.png|NAME.webp ... writes NAME-print.jpg (or -print.png) beside each.

JPEG is decoded at the smallest of 1/1, 1/2, 1/4, 1/8 that is still large enough (libjpeg's scaled decoding), so a photo
of 12 megapixels never exists as 12 megapixels in memory. Turned upright by its EXIF mark; EXIF itself (with places and
devices) does not get into print. What cannot be decoded is left out, and the parent prints that it could not be opened.
"""
import sys

from PIL import Image, ImageOps

Image.MAX_IMAGE_PIXELS = 75_000_000  # PIL refuses from twice this: the house stores pictures of up to 144 megapixels


def shrink(name, longest):
    with Image.open(name, formats=('JPEG', 'PNG', 'WEBP')) as picture:
        size = tuple(max(1, side * longest // max(picture.size)) for side in picture.size)
        if max(picture.size) > longest:
            picture.draft('RGB', size)
        upright = ImageOps.exif_transpose(picture)
        stem = name.rpartition('.')[0] + '-print'
        if picture.format != 'JPEG' and (upright.mode in ('RGBA', 'LA') or 'transparency' in upright.info):  # a scanned seal
            upright = upright.convert('RGBA')
            upright.thumbnail((longest, longest))
            upright.save(stem + '.png')
            return
        upright = upright.convert('RGB')
        upright.thumbnail((longest, longest), Image.Resampling.BILINEAR)
        upright.save(stem + '.jpg', quality=80, exif=b'', icc_profile=None)


for name in sys.argv[2:]:
    try:
        shrink(name, int(sys.argv[1]))
    except Exception as problem:  # one bad picture must not take its neighbours with it
        print(f'{name}: {type(problem).__name__}', file=sys.stderr)
