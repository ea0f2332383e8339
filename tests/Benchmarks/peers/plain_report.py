"""The usual way, as WeasyPrint's and Pillow's documentation show it: thumbnail() each photo, name an installed font, write_pdf().

plain_report.py FOLDER PHOTOS ROWS: as many pages and photos as ours, without checks, hashes, verification code or PDF/A. Says {"wallMs", "cpuMs", "pages"}.
"""
import glob
import json
import resource
import sys
import time

from PIL import Image
from weasyprint import HTML

folder, photos, rows = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
begun = time.monotonic()
sources = sorted(glob.glob(f'{folder}/photo-*.jpg'))
figures = []
for number in range(photos):
    with Image.open(sources[number % len(sources)]) as picture:
        picture.thumbnail((900, 900))
        picture.save(f'{folder}/small-{number}.jpg', quality=80)
    figures.append(f'<figure><img src="small-{number}.jpg"><figcaption>压力表 2026-11-19 16:21:07，B1 泵房，韩柏川</figcaption></figure>')
records = ''.join(f'<section><h3>消火栓系统 {at // 3 + 1}</h3><p>启动后出口压力 0.41 MPa，标准 ≥ 0.35 MPa，运转平稳，信号反馈正常。</p>{"".join(figures[at:at + 3])}</section>' for at in range(0, photos, 3))
table = ''.join(f'<tr><td>{row + 1}</td><td>检查第 {row + 1} 项设施的外观、标志和功能</td><td>符合</td><td>现场检查正常，没有发现问题。</td></tr>' for row in range(rows))
page = f'''<html lang="zh"><style>@page {{ size: A4; margin: 22mm 15mm; @bottom-right {{ content: counter(page) " / " counter(pages) }} }}
html {{ font: 10.5pt/16pt "Noto Serif CJK SC" }} h3 {{ font-family: "Noto Sans CJK SC" }} table {{ width: 100%; border-collapse: collapse }} td {{ border: 1px solid; padding: 5px }}
section {{ break-inside: avoid }} figure {{ display: inline-block; width: 30%; margin: 1% }} img {{ width: 100% }} figcaption {{ font: 8pt "Noto Sans CJK SC" }}</style>
<h1>建筑消防设施维护保养报告</h1><table>{table}</table>{records}'''
document = HTML(string=page, base_url=folder + '/').render()
document.write_pdf(f'{folder}/plain.pdf')
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps({'wallMs': 1000 * (time.monotonic() - begun), 'cpuMs': 1000 * sum(u.ru_utime + u.ru_stime for u in used), 'pages': len(document.pages)}))
