"""The machine-readable marks of the drawn pictures, see config/demo/README.md."""
import hashlib
import pathlib
import subprocess
import tempfile

BLOCK = 8          # pixels; one JPEG block, so a block keeps its mean when encoded
SIDE = 8           # blocks per side
DARK, LIGHT = "#0F5A6B", "#E6EFF1"


def person_grid(key, height=640):
    """SVG of the 8 x 8 blocks in the bottom-left corner: bit i of SHA-256(key), most significant first, dark = 1."""
    bits = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big")
    top = height - SIDE * BLOCK
    cells = [f'<rect x="0" y="{top}" width="{SIDE * BLOCK}" height="{SIDE * BLOCK}" fill="{LIGHT}"/>']
    for i in range(SIDE * SIDE):
        if bits >> (SIDE * SIDE - 1 - i) & 1:
            row, column = divmod(i, SIDE)
            cells.append(f'<rect x="{column * BLOCK}" y="{top + row * BLOCK}" width="{BLOCK}" height="{BLOCK}" fill="{DARK}"/>')
    return '<g shape-rendering="crispEdges">' + "".join(cells) + "</g>"


def write_jpeg(svg, path, comment, quality):
    """Renders the SVG at its own size and writes a baseline JPEG whose first segment after SOI is the comment."""
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        source, target = pathlib.Path(work, "picture.svg"), pathlib.Path(work, "picture.jpg")
        source.write_text(svg, encoding="utf-8")
        subprocess.run(["vips", "jpegsave", str(source), str(target), "--Q", str(quality), "--background", "255", "--strip"], check=True)
        data = target.read_bytes()
    payload = comment.encode("ascii")
    segment = b"\xff\xfe" + (len(payload) + 2).to_bytes(2, "big") + payload
    path.write_bytes(data[:2] + segment + data[2:])
