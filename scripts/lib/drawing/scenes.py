"""Drawn site pictures, 800 x 600: what a phone's camera sees during a visit. No real place, brand or person."""

FONT = "font-family=\"'Noto Sans CJK SC','Noto Sans SC',sans-serif\""


def _text(x, y, size, value, fill="#13202A", weight=400, anchor="middle"):
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="{fill}" font-weight="{weight}" text-anchor="{anchor}" {FONT}>{value}</text>'


def _room(wall="#D8DEDD", floor="#A9B0AF", line=430, shade=True):
    s = f'<rect width="800" height="{line}" fill="{wall}"/><rect y="{line}" width="800" height="{600 - line}" fill="{floor}"/>'
    if shade:
        s += f'<rect y="{line - 8}" width="800" height="8" fill="#000" opacity=".10"/><path d="M0 0H800V90L0 40Z" fill="#fff" opacity=".22"/>'
    return s


def entrance():
    windows = "".join(f'<rect x="{96 + c * 76}" y="{70 + r * 66}" width="54" height="44" rx="2" fill="{"#CFE3EA" if (r + c) % 3 else "#F4E3B5"}"/>'
                      f'<path d="M{96 + c * 76} {70 + r * 66}h54l-54 44z" fill="#fff" opacity=".25"/>' for r in range(4) for c in range(8))
    return ('<rect width="800" height="600" fill="#C5DCE6"/><path d="M0 300C140 250 260 270 400 240S690 200 800 230V420H0Z" fill="#B3CBD2"/>'
            '<rect x="60" y="30" width="680" height="430" fill="#7C929B"/><rect x="60" y="30" width="680" height="18" fill="#63777F"/>' + windows +
            '<rect x="230" y="330" width="340" height="132" fill="#3E5058"/><rect x="246" y="352" width="150" height="110" fill="#A9CAD4"/><rect x="404" y="352" width="150" height="110" fill="#A9CAD4"/>'
            '<path d="M246 462L330 352H372L288 462ZM404 462L470 352H498L432 462Z" fill="#fff" opacity=".3"/><rect x="390" y="400" width="5" height="30" fill="#E9EEF0"/><rect x="406" y="400" width="5" height="30" fill="#E9EEF0"/>'
            '<rect x="196" y="312" width="408" height="34" rx="4" fill="#2B3A41"/>' + _text(400, 337, 23, "正门 · 接待大厅", "#F4F1EA", 600) +
            '<rect y="458" width="800" height="142" fill="#9AA3A4"/><path d="M0 478H800" stroke="#C9CFCF" stroke-width="5"/><path d="M170 600L250 462H550L630 600Z" fill="#B8BFBF"/>'
            '<path d="M214 524H586M192 562H608" stroke="#9AA3A4" stroke-width="3"/>'
            '<g fill="#3E6B4C"><circle cx="116" cy="424" r="42"/><circle cx="150" cy="440" r="30"/><circle cx="86" cy="444" r="30"/><circle cx="684" cy="424" r="42"/><circle cx="650" cy="442" r="30"/><circle cx="716" cy="444" r="28"/></g>'
            '<rect x="78" y="456" width="92" height="20" fill="#6B5A4A"/><rect x="638" y="456" width="96" height="20" fill="#6B5A4A"/>')


def controller():
    leds = "".join(f'<circle cx="{318 + i * 33}" cy="364" r="7" fill="{c}"/>' for i, c in enumerate(["#35B46A", "#35B46A", "#D9D9D0", "#D9D9D0", "#D9D9D0", "#35B46A"]))
    keys = "".join(f'<rect x="{304 + c * 48}" y="{392 + r * 34}" width="40" height="26" rx="4" fill="#E8ECEE"/>' for r in range(3) for c in range(4))
    return (_room("#D5D9D6", "#8E9694", 520) +
            '<rect x="252" y="46" width="300" height="480" rx="8" fill="#000" opacity=".16"/><rect x="240" y="36" width="304" height="480" rx="8" fill="#B93A2E"/><rect x="258" y="54" width="268" height="444" rx="4" fill="#D8DDDE"/>'
            '<rect x="276" y="74" width="232" height="40" rx="3" fill="#37444F"/>' + _text(392, 103, 23, "火灾报警控制器", "#F4F6F7", 600) +
            '<rect x="276" y="128" width="232" height="176" rx="6" fill="#20302F"/><rect x="286" y="138" width="212" height="156" rx="3" fill="#BFE3C4"/>'
            + _text(300, 172, 22, "系统运行正常", "#1C3A2A", 600, "start") + _text(300, 204, 18, "回路 1–4　在线 312 点", "#1C3A2A", 400, "start")
            + _text(300, 232, 18, "屏蔽 0　故障 0", "#1C3A2A", 400, "start") + _text(300, 274, 18, "主电 工作 · 备电 充满", "#1C3A2A", 400, "start") +
            '<rect x="276" y="322" width="232" height="58" rx="4" fill="#C5CCCE"/>' + _text(392, 346, 12.5, "主电　备电　火警　故障　屏蔽　通讯", "#37444F") + leds + keys +
            '<circle cx="508" cy="440" r="9" fill="#8B98A2"/><rect x="90" y="150" width="106" height="150" rx="4" fill="#F4F1EA" stroke="#B9BFB9" stroke-width="4"/>' + _text(143, 184, 17, "值班制度", "#37444F", 600)
            + '<path d="M108 206H178M108 226H178M108 246H166M108 266H178" stroke="#A8AEA8" stroke-width="5"/>'
            '<rect x="602" y="196" width="120" height="176" rx="8" fill="#C9CFCC" stroke="#9BA39F" stroke-width="4"/><rect x="622" y="220" width="80" height="58" rx="4" fill="#37444F"/><path d="M636 320c0-20 52-20 52 0v20h-14v-14h-24v14h-14z" fill="#B93A2E"/>')


def _dial(cx, cy, radius, value, top, unit, good):
    import math
    ticks = "".join(
        f'<path d="M{cx + math.cos(a) * radius * .84:.1f} {cy + math.sin(a) * radius * .84:.1f}L{cx + math.cos(a) * radius * (.70 if k % 5 == 0 else .77):.1f} {cy + math.sin(a) * radius * (.70 if k % 5 == 0 else .77):.1f}" stroke="#13202A" stroke-width="{4 if k % 5 == 0 else 2}"/>'
        for k in range(21) for a in [math.radians(135 + 270 * k / 20)])
    labels = "".join(_text(f"{cx + math.cos(a) * radius * .56:.1f}", f"{cy + math.sin(a) * radius * .56 + 8:.1f}", radius * .115, f"{top * k / 4:g}") for k in range(5) for a in [math.radians(135 + 270 * k / 4)])
    a = math.radians(135 + 270 * value / top)
    g0, g1 = (math.radians(135 + 270 * v / top) for v in good)
    arc = (f'<path d="M{cx + math.cos(g0) * radius * .90:.1f} {cy + math.sin(g0) * radius * .90:.1f}A{radius * .9:.1f} {radius * .9:.1f} 0 0 1 '
           f'{cx + math.cos(g1) * radius * .90:.1f} {cy + math.sin(g1) * radius * .90:.1f}" stroke="#2E9A5B" stroke-width="9" fill="none"/>')
    return (f'<circle cx="{cx + 8}" cy="{cy + 12}" r="{radius * 1.1:.0f}" fill="#000" opacity=".2"/><circle cx="{cx}" cy="{cy}" r="{radius * 1.1:.0f}" fill="#2F383D"/><circle cx="{cx}" cy="{cy}" r="{radius * 1.02:.0f}" fill="#C9D0D3"/>'
            f'<circle cx="{cx}" cy="{cy}" r="{radius * .97:.0f}" fill="#FBFBF8"/>{arc}{ticks}{labels}' + _text(cx, cy + radius * .46, radius * .15, unit, "#37444F", 600) +
            f'<path d="M{cx - math.cos(a) * radius * .2:.1f} {cy - math.sin(a) * radius * .2:.1f}L{cx + math.cos(a) * radius * .72:.1f} {cy + math.sin(a) * radius * .72:.1f}" stroke="#B4261C" stroke-width="8" stroke-linecap="round"/>'
            f'<circle cx="{cx}" cy="{cy}" r="{radius * .08:.0f}" fill="#2F383D"/><path d="M{cx - radius * .7:.0f} {cy - radius * .5:.0f}A{radius * .9:.0f} {radius * .9:.0f} 0 0 1 {cx + radius * .1:.0f} {cy - radius * .86:.0f}" stroke="#fff" stroke-opacity=".8" stroke-width="10" fill="none" stroke-linecap="round"/>')


def _pipes():
    return ('<rect width="800" height="600" fill="#8C9699"/><path d="M0 0H800V600H0Z" fill="#000" opacity=".08"/><path d="M0 90H800M0 250H800M0 410H800" stroke="#7C878A" stroke-width="3"/>'
            '<rect x="0" y="430" width="800" height="92" fill="#A9322A"/><rect x="0" y="438" width="800" height="20" fill="#fff" opacity=".18"/><rect x="0" y="500" width="800" height="22" fill="#000" opacity=".2"/>'
            '<g fill="#8C2820"><rect x="120" y="416" width="34" height="120" rx="5"/><rect x="640" y="416" width="34" height="120" rx="5"/></g>')


def gauge_low():
    return _pipes() + '<rect x="378" y="370" width="44" height="80" fill="#B78B3A"/><rect x="366" y="414" width="68" height="24" rx="4" fill="#94702C"/>' + _dial(400, 226, 178, .28, 1.0, "MPa", (.35, .8))


def gauge_normal():
    return _pipes() + '<rect x="378" y="370" width="44" height="80" fill="#B78B3A"/><rect x="366" y="414" width="68" height="24" rx="4" fill="#94702C"/>' + _dial(400, 226, 178, .46, 1.0, "MPa", (.35, .8))


def pump():
    def one(x, n):
        return (f'<ellipse cx="{x + 96}" cy="506" rx="150" ry="20" fill="#000" opacity=".2"/><rect x="{x - 24}" y="466" width="262" height="36" rx="4" fill="#5A6469"/>'
                f'<rect x="{x}" y="316" width="140" height="152" rx="22" fill="#2F6E87"/>' + "".join(f'<path d="M{x + 10} {342 + k * 22}H{x + 130}" stroke="#245669" stroke-width="8"/>' for k in range(6)) +
                f'<rect x="{x + 20}" y="292" width="60" height="32" rx="6" fill="#245669"/><circle cx="{x + 186}" cy="410" r="64" fill="#A9322A"/><circle cx="{x + 186}" cy="410" r="26" fill="#7C211B"/>'
                + "".join(f'<circle cx="{x + 186 + dx}" cy="{410 + dy}" r="6" fill="#7C211B"/>' for dx, dy in ((46, 0), (-46, 0), (0, 46), (0, -46))) +
                f'<rect x="{x + 162}" y="96" width="48" height="258" fill="#A9322A"/><rect x="{x + 168}" y="96" width="12" height="258" fill="#fff" opacity=".2"/><rect x="{x + 148}" y="196" width="76" height="22" rx="4" fill="#7C211B"/><rect x="{x + 148}" y="284" width="76" height="22" rx="4" fill="#7C211B"/>'
                f'<circle cx="{x + 186}" cy="252" r="30" fill="none" stroke="#C9A23A" stroke-width="9"/><path d="M{x + 160} 252H{x + 212}M{x + 186} 226V278" stroke="#C9A23A" stroke-width="7"/>'
                f'<rect x="{x + 18}" y="380" width="92" height="44" rx="4" fill="#F4F1EA"/>' + _text(x + 64, 409, 20, f"{n} 号消火栓泵", "#13202A", 600).replace("font-size=\"20\"", "font-size=\"14\""))
    return (_room("#C3CBCB", "#868E90", 470) + '<rect x="0" y="66" width="800" height="46" fill="#A9322A"/><rect x="0" y="72" width="800" height="10" fill="#fff" opacity=".2"/>' + one(96, 1) + one(456, 2))


def extinguisher():
    def bottle(x):
        return (f'<ellipse cx="{x + 4}" cy="520" rx="76" ry="13" fill="#000" opacity=".22"/><rect x="{x - 58}" y="206" width="116" height="312" rx="40" fill="#C0392B"/><rect x="{x - 44}" y="222" width="18" height="270" rx="9" fill="#fff" opacity=".25"/>'
                f'<rect x="{x - 20}" y="166" width="40" height="50" fill="#2F383D"/><path d="M{x - 20} 178L{x - 74} 158 {x - 70} 144 {x - 10} 160ZM{x + 10} 160L{x + 66} 134 {x + 72} 148 {x + 20} 182Z" fill="#2F383D"/>'
                f'<path d="M{x + 20} 196C{x + 92} 206 {x + 84} 330 {x + 76} 430" stroke="#20282C" stroke-width="13" fill="none" stroke-linecap="round"/><path d="M{x + 66} 424L{x + 88} 424 94 0" fill="none"/>'
                f'<circle cx="{x}" cy="196" r="17" fill="#F4F6F7" stroke="#8B98A2" stroke-width="4"/><path d="M{x} 196L{x + 7} 185" stroke="#18703D" stroke-width="4"/>'
                f'<rect x="{x - 46}" y="300" width="92" height="146" rx="4" fill="#F8F5EF"/>' + _text(x, 328, 18, "干粉灭火器", "#13202A", 600).replace('"18"', '"15"') + _text(x, 352, 13, "MF/ABC4", "#4A5864")
                + f'<path d="M{x - 36} 368H{x + 36}M{x - 36} 384H{x + 36}M{x - 36} 400H{x + 20}" stroke="#B9B7AC" stroke-width="5"/><rect x="{x - 36}" y="414" width="72" height="22" rx="3" fill="#E6F4EB"/>' + _text(x, 431, 14, "2026-11 已查", "#18703D", 600).replace('"14"', '"11"'))
    return (_room("#E3E0D6", "#9C9F98", 456) + '<rect x="196" y="470" width="408" height="86" rx="6" fill="#A9322A"/><rect x="196" y="470" width="408" height="18" fill="#7C211B"/>' + bottle(320) + bottle(480) +
            '<rect x="196" y="506" width="408" height="66" rx="6" fill="#B93A2E"/>' + _text(400, 549, 28, "灭 火 器 箱", "#F8F5EF", 600) +
            '<rect x="336" y="44" width="128" height="76" rx="6" fill="#B93A2E"/>' + _text(400, 93, 32, "灭火器", "#fff", 600))


def sprinkler():
    grid = "".join(f'<path d="M{x} 0L{400 + (x - 400) * .42:.0f} 330" stroke="#C5CCCC" stroke-width="3"/>' for x in range(-300, 1200, 150))
    return ('<rect width="800" height="600" fill="#DDE2E2"/>' + grid + '<path d="M0 120H800M0 220H800M0 290H800" stroke="#C5CCCC" stroke-width="3"/><path d="M0 330H800V600H0Z" fill="#B7C0C1"/><path d="M0 330H800V350H0Z" fill="#000" opacity=".08"/>'
            '<ellipse cx="400" cy="196" rx="132" ry="40" fill="#F4F6F7"/><ellipse cx="400" cy="190" rx="132" ry="40" fill="#fff" stroke="#C3CACB" stroke-width="3"/><ellipse cx="400" cy="190" rx="56" ry="17" fill="#8B98A2"/>'
            '<rect x="372" y="188" width="56" height="70" fill="#B9A06A"/><path d="M360 256H440L430 300H370Z" fill="#C9B27C"/><path d="M372 300C330 330 336 372 384 388M428 300C470 330 464 372 416 388" stroke="#B9A06A" stroke-width="13" fill="none"/>'
            '<rect x="392" y="302" width="16" height="76" rx="8" fill="#C9352A"/><rect x="395" y="308" width="5" height="60" fill="#fff" opacity=".5"/><path d="M320 396H480L466 414H334Z" fill="#B9A06A"/>'
            + "".join(f'<path d="M{334 + k * 22} 412V432" stroke="#94804F" stroke-width="9"/>' for k in range(7)) +
            '<path d="M300 470C360 456 440 456 500 470" stroke="#fff" stroke-opacity=".5" stroke-width="8" fill="none"/>')


def valve():
    import math
    spokes = "".join(f'<path d="M400 236L{400 + math.cos(math.radians(a)) * 104:.0f} {236 + math.sin(math.radians(a)) * 50:.0f}" stroke="#A9322A" stroke-width="16"/>' for a in range(18, 378, 72))
    return (_room("#BFC8C8", "#8B9395", 500) + '<rect x="340" y="0" width="120" height="600" fill="#A9322A"/><rect x="356" y="0" width="22" height="600" fill="#fff" opacity=".2"/><rect x="430" y="0" width="30" height="600" fill="#000" opacity=".15"/>'
            '<g fill="#7C211B"><rect x="306" y="300" width="188" height="34" rx="5"/><rect x="306" y="470" width="188" height="34" rx="5"/></g><path d="M322 334H478L500 402 478 470H322L300 402Z" fill="#B93A2E"/><path d="M322 334H350L330 402 350 470H322L300 402Z" fill="#fff" opacity=".16"/>'
            '<rect x="372" y="236" width="56" height="72" fill="#5A6469"/><rect x="388" y="196" width="24" height="60" fill="#C9D0D3"/><ellipse cx="400" cy="236" rx="122" ry="58" fill="none" stroke="#A9322A" stroke-width="22"/>' + spokes +
            '<ellipse cx="400" cy="236" rx="24" ry="13" fill="#7C211B"/><path d="M500 392H590" stroke="#B78B3A" stroke-width="20"/><circle cx="640" cy="392" r="66" fill="#7C211B"/><circle cx="640" cy="392" r="54" fill="#B93A2E"/><circle cx="640" cy="392" r="14" fill="#C9D0D3"/>'
            '<rect x="138" y="350" width="132" height="110" rx="6" fill="#1E7A46"/>' + _text(204, 396, 30, "常 开", "#fff", 600) + _text(204, 436, 19, "湿式报警阀", "#DDF0E4"))


def exit_sign():
    return ('<rect width="800" height="600" fill="#B9BDB8"/><path d="M0 0L250 120V470L0 600Z" fill="#A7ACA8"/><path d="M800 0L550 120V470L800 600Z" fill="#A0A6A3"/><path d="M250 470H550L800 600H0Z" fill="#7F8785"/><path d="M0 0H800L550 120H250Z" fill="#D7DAD5"/>'
            '<rect x="316" y="228" width="168" height="242" fill="#8A6B4D"/><rect x="326" y="238" width="148" height="232" fill="#A07E5C"/><rect x="452" y="352" width="14" height="34" rx="4" fill="#D9D5C4"/><rect x="376" y="262" width="48" height="76" rx="3" fill="#CFE0E4"/>'
            '<rect x="268" y="128" width="264" height="86" rx="8" fill="#39423F"/><rect x="276" y="136" width="248" height="70" rx="5" fill="#3F5A4B"/>' + _text(348, 184, 34, "安全出口", "#9FB3A6", 600) +
            '<path d="M470 150l18 8-6 20 14 12M478 172l-20 10M484 178l10 18" stroke="#9FB3A6" stroke-width="8" fill="none" stroke-linecap="round"/><circle cx="476" cy="146" r="8" fill="#9FB3A6"/>'
            '<circle cx="512" cy="196" r="5" fill="#C9352A"/>')


def door():
    return (_room("#DAD9D0", "#9A9D98", 520) + '<rect x="238" y="56" width="324" height="468" fill="#6E5640"/><rect x="254" y="72" width="292" height="452" fill="#A5805A"/><path d="M400 72V524" stroke="#6E5640" stroke-width="6"/>'
            '<path d="M400 72L546 72V524L428 548V88Z" fill="#8E6C4A"/><rect x="300" y="120" width="56" height="150" rx="4" fill="#CFE0E4"/><path d="M456 132L508 126V276L456 282Z" fill="#B9CDD2"/>'
            '<rect x="372" y="310" width="14" height="52" rx="5" fill="#D9D5C4"/><path d="M440 316L452 314V366L440 368Z" fill="#D9D5C4"/><rect x="270" y="300" width="96" height="40" rx="4" fill="#B93A2E"/>' + _text(318, 327, 19, "常闭防火门", "#fff", 600).replace('"19"', '"16"') +
            _text(318, 366, 15, "请保持关闭", "#F4E9DA") + '<rect x="372" y="78" width="60" height="20" rx="4" fill="#C9D0D3"/><path d="M402 88L474 98" stroke="#8B98A2" stroke-width="8"/>')


def hydrant():
    import math
    coils = "".join(f'<circle cx="338" cy="330" r="{r}" fill="none" stroke="{c}" stroke-width="12"/>' for r, c in ((92, "#E6DFCB"), (76, "#D3CAB1"), (60, "#E6DFCB"), (44, "#D3CAB1"), (28, "#E6DFCB")))
    return (_room("#DCDAD2", "#A1A39E", 540) + '<rect x="206" y="66" width="404" height="470" rx="6" fill="#7C211B"/><rect x="220" y="80" width="376" height="442" fill="#E9EAE6"/><rect x="220" y="80" width="376" height="50" fill="#B93A2E"/>' + _text(408, 116, 30, "消 火 栓", "#fff", 600) + coils +
            '<path d="M430 330C430 440 460 470 500 470" stroke="#E6DFCB" stroke-width="13" fill="none"/><path d="M500 446V494L560 480V460Z" fill="#C9CFD2"/><rect x="484" y="238" width="60" height="70" rx="6" fill="#B93A2E"/><circle cx="514" cy="222" r="26" fill="none" stroke="#7C211B" stroke-width="10"/><rect x="446" y="258" width="44" height="34" fill="#C9A23A"/>'
            '<rect x="244" y="150" width="44" height="44" rx="6" fill="#B93A2E"/><circle cx="266" cy="172" r="13" fill="#fff"/><path d="M596 80L690 48V504L596 522Z" fill="#B93A2E"/><path d="M612 100L674 78V478L612 494Z" fill="#C9564A"/>')


def signed_paper():
    rows = "".join(f'<path d="M216 {216 + k * 40}H{584 - (k % 3) * 46}" stroke="#B8B5AA" stroke-width="6"/>' for k in range(4))
    return ('<rect width="800" height="600" fill="#9A7B5C"/><path d="M0 90C200 70 520 120 800 84M0 260C260 236 500 286 800 250M0 450C240 424 560 476 800 440" stroke="#8A6C4F" stroke-width="9" fill="none"/>'
            '<g transform="rotate(-3 400 300)"><rect x="176" y="52" width="460" height="508" fill="#000" opacity=".18"/><rect x="166" y="42" width="460" height="508" fill="#FCFAF4"/>' + _text(396, 108, 32, "现场情况确认单", "#13202A", 600)
            + _text(216, 166, 20, "当天停水，末端试水装置不具备测试条件。", "#37444F", 400, "start") + rows + _text(216, 428, 21, "业主签字：", "#13202A", 400, "start") +
            '<path d="M330 434C342 396 356 392 352 424S372 446 384 408C390 392 396 430 410 424S428 396 436 420C442 440 458 424 470 410C482 398 486 426 506 416" stroke="#1B3A78" stroke-width="6" fill="none" stroke-linecap="round"/>'
            + _text(216, 490, 19, "2026 年 11 月", "#4A5864", 400, "start") + '</g><g transform="rotate(38 640 420)"><rect x="560" y="400" width="210" height="20" rx="8" fill="#20303C"/><path d="M560 400L530 410 560 420Z" fill="#C9CFD2"/><rect x="716" y="400" width="10" height="20" fill="#C9A23A"/></g>')


def detector():
    return ('<rect width="800" height="600" fill="#E4E6E2"/><path d="M0 170H800M0 430H800M200 0V600M600 0V600" stroke="#CFD3CF" stroke-width="6"/><ellipse cx="416" cy="322" rx="186" ry="180" fill="#000" opacity=".12"/><circle cx="400" cy="300" r="184" fill="#FAFAF7"/><circle cx="400" cy="300" r="184" fill="none" stroke="#D5D8D4" stroke-width="4"/>'
            '<circle cx="400" cy="300" r="132" fill="#F0F1EC" stroke="#D0D4D0" stroke-width="4"/>' + "".join(f'<path d="M400 196V236" stroke="#4A5459" stroke-width="15" stroke-linecap="round" transform="rotate({a} 400 300)"/>' for a in range(0, 360, 30)) +
            '<circle cx="400" cy="300" r="54" fill="#FAFAF7" stroke="#D0D4D0" stroke-width="4"/><circle cx="400" cy="436" r="10" fill="#C9352A"/><circle cx="400" cy="436" r="22" fill="#C9352A" opacity=".2"/>' + _text(400, 308, 20, "感烟", "#8B98A2", 600))


SCENES = {"entrance": entrance, "controller": controller, "pump": pump, "gauge-normal": gauge_normal, "gauge-low": gauge_low, "extinguisher": extinguisher, "sprinkler": sprinkler,
          "valve": valve, "exit-sign": exit_sign, "fire-door": door, "hydrant": hydrant, "detector": detector, "signed-paper": signed_paper}


def draw(name):
    """SVG of one scene, 800 x 600, with a lens vignette."""
    return ('<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600" viewBox="0 0 800 600"><defs><radialGradient id="lens" cx=".5" cy=".45" r=".8"><stop offset=".55" stop-color="#000" stop-opacity="0"/>'
            '<stop offset="1" stop-color="#000" stop-opacity=".32"/></radialGradient></defs>' + SCENES[name]() + '<rect width="800" height="600" fill="url(#lens)"/></svg>')
