"""Drawn portraits of invented people, 480 x 640. Every look is made of a few parts; nobody is a likeness of anybody."""
from .marks import person_grid

SKINS = {"fair": ("#F3D2B7", "#D9A987"), "warm": ("#E8BE98", "#C8936B"), "tan": ("#D9A77C", "#B67F57"), "deep": ("#C58F66", "#9C6A45")}
BLACK, BROWN, GREY, SILVER = "#1F1D1C", "#3A2A21", "#6E7276", "#B4B8BB"
WORK, NAVY = "#C9601B", "#25405A"


def look(skin="warm", hair="side", colour=BLACK, wear="shirt", cloth="#3C5A6B", inner="#F4F1EA", ground="#E6EEE9",
         glasses=None, age=0, face=104, jaw=66, brow=0, smile=1, beard=None, helmet=None, earring=False, eyes=1.0):
    return locals()


LOOKS = {
    # Shanghai
    "sh-admin": look("fair", "bob", BROWN, "blazer", "#7B4B63", ground="#F2E8EC", earring=True, face=98, jaw=58),
    "sh-lead": look("warm", "side", BLACK, "shirt", "#2F5D70", ground="#E3EEF1", face=106, jaw=70),
    "sh-lead2": look("tan", "receding", GREY, "jacket", "#4A5A4A", ground="#EDEEE3", glasses="square", age=1, face=108, jaw=74),
    "sh-technical": look("fair", "long", BLACK, "blazer", "#2B3850", ground="#ECE7F2", glasses="round", face=98, jaw=56),
    "sh-operator": look("tan", "crew", BLACK, "work", WORK, "#2D3A44", ground="#E7ECE6", face=108, jaw=76, brow=1),
    "sh-operator2": look("fair", "ponytail", BROWN, "work", WORK, "#2D3A44", ground="#F1EBDD", face=97, jaw=56, smile=2),
    "sh-operator3": look("warm", "fringe", BLACK, "work", WORK, "#2D3A44", ground="#E2EBF3", helmet="#E9B524", face=103, jaw=66),
    "sh-contact": look("fair", "perm", SILVER, "cardigan", "#8A4B4B", "#F7EFE4", ground="#F4EDE0", age=2, face=102, jaw=64, smile=2, earring=True),
    "sh-contact2": look("tan", "thin", SILVER, "jacket", "#4B5950", "#E9E3D4", ground="#EAE8E0", glasses="square", age=2, face=106, jaw=74),
    "sh-brigade": look("warm", "crew", BLACK, "uniform", NAVY, ground="#E0E8EE", face=107, jaw=76, brow=1, smile=0),
    "sh-corps": look("warm", "bun", BLACK, "uniform", NAVY, ground="#E9E6EF", face=99, jaw=58, age=1),
    # Beijing
    "bj-admin": look("fair", "wave", BLACK, "shirt", "#55708C", ground="#E8EDF4", glasses="round", face=102, jaw=62),
    "bj-lead": look("warm", "quiff", BLACK, "jacket", "#3B3F4A", "#DCE4E8", ground="#EFE9E0", face=105, jaw=70, beard="stubble"),
    "bj-technical": look("warm", "bun", BROWN, "blazer", "#1F4E4A", ground="#E2EFEA", glasses="square", face=98, jaw=58, age=1),
    "bj-operator": look("tan", "fringe", BLACK, "work", "#2D6A78", "#20323A", ground="#F0E8DE", helmet="#F2F2EE", face=109, jaw=76),
    "bj-operator2": look("fair", "braid", BLACK, "work", "#2D6A78", "#20323A", ground="#EAF0E2", face=97, jaw=55, smile=2, eyes=1.1),
    "bj-contact": look("warm", "bob", GREY, "cardigan", "#4F5F86", "#F4EFE6", ground="#EEF0F5", age=1, face=103, jaw=64, earring=True),
    "bj-contact2": look("fair", "receding", SILVER, "cardigan", "#6A5A45", "#EFE9DC", ground="#EFEADF", glasses="round", age=2, face=103, jaw=68, beard="moustache"),
    "bj-brigade": look("tan", "side", BLACK, "uniform", NAVY, ground="#E4EAEC", face=106, jaw=74, smile=0),
    "bj-corps": look("warm", "quiff", GREY, "uniform", NAVY, ground="#E8E8EC", glasses="square", age=1, face=107, jaw=74, smile=0),
    # Shaanxi
    "sx-admin": look("tan", "crew", BROWN, "shirt", "#6B4A34", ground="#F3EADD", face=110, jaw=80, beard="stubble"),
    "sx-lead": look("deep", "side", BLACK, "jacket", "#394F3F", "#E3E7DC", ground="#EBEFE2", face=109, jaw=78, brow=1, age=1),
    "sx-technical": look("warm", "wavelong", BROWN, "blazer", "#5A3B52", ground="#F3E9EE", face=98, jaw=57, earring=True),
    "sx-operator": look("deep", "fringe", BLACK, "work", "#B4452F", "#3A2A28", ground="#EFE6DC", helmet="#3F86B8", face=106, jaw=72),
    "sx-operator2": look("warm", "pixie", BLACK, "work", "#B4452F", "#3A2A28", ground="#E8EEF0", face=98, jaw=58, smile=2),
    "sx-contact": look("tan", "perm", BROWN, "cardigan", "#3F6B58", "#F5EFDF", ground="#EEF3E8", age=1, face=106, jaw=70, smile=2),
    "sx-contact2": look("warm", "thin", GREY, "coat", "#F5F6F6", "#7FA3AE", ground="#E0ECEE", glasses="round", age=1, face=104, jaw=68),
    "sx-brigade": look("deep", "crew", BLACK, "uniform", NAVY, ground="#EAE7E0", face=108, jaw=78, smile=0),
    "sx-corps": look("tan", "receding", GREY, "uniform", NAVY, ground="#E3E7E6", age=2, face=108, jaw=76, smile=0),
    # Xinjiang
    "xj-admin": look("fair", "wavelong", BLACK, "blazer", "#8C5A2B", ground="#F5ECDF", face=97, jaw=56, earring=True, eyes=1.1),
    "xj-lead": look("tan", "wave", BROWN, "jacket", "#50463A", "#E6DFD0", ground="#ECEBE4", face=107, jaw=74, beard="short"),
    "xj-technical": look("warm", "quiff", GREY, "blazer", "#37455A", "#EDF0F2", ground="#E6ECF2", age=1, face=105, jaw=72, beard="moustache", brow=1),
    "xj-operator": look("tan", "fringe", BROWN, "work", "#D08A1E", "#33302A", ground="#E8EDF0", helmet="#C9412F", face=105, jaw=70, beard="stubble"),
    "xj-operator2": look("warm", "braid", BROWN, "work", "#D08A1E", "#33302A", ground="#F1E9EF", face=97, jaw=56, eyes=1.12, brow=1),
    "xj-contact": look("fair", "bun", GREY, "cardigan", "#84506B", "#F6EEE6", ground="#F2EAEE", glasses="square", age=1, face=102, jaw=64),
    "xj-contact2": look("warm", "perm", BLACK, "cardigan", "#356D7A", "#F3EBDB", ground="#E6F0EF", age=1, face=102, jaw=64, smile=2, earring=True, brow=1),
    "xj-brigade": look("warm", "side", BROWN, "uniform", NAVY, ground="#EAE9E2", face=105, jaw=72, smile=0, brow=1),
    "xj-corps": look("tan", "thin", SILVER, "uniform", NAVY, ground="#E6EAEA", glasses="square", age=2, face=106, jaw=74, smile=0),
}

LEFT, RIGHT, MIDDLE = 134, 346, 240


def _mirror(d):
    return f'<g transform="translate(480 0) scale(-1 1)">{d}</g>'


def _wear(p):
    c, i = p["cloth"], p["inner"]
    skin, shade = SKINS[p["skin"]]
    body = f'<path d="M22 690C30 552 92 510 186 488L240 520 294 488C388 510 450 552 458 690Z" fill="{c}"/>'
    fold = '<path d="M104 690C108 610 112 584 122 560M376 690C372 610 368 584 358 560" stroke="#000" stroke-opacity=".14" stroke-width="5" fill="none" stroke-linecap="round"/>'
    neck = f'<path d="M192 380H288V470C288 514 192 514 192 470Z" fill="{shade}"/>'
    w = p["wear"]
    if w in ("shirt", "work"):
        collar = f'<path d="M186 466L240 540 216 570 158 500Z" fill="{i}"/>' + _mirror(f'<path d="M186 466L240 540 216 570 158 500Z" fill="{i}"/>')
        extra = '<path d="M240 542V690" stroke="#000" stroke-opacity=".22" stroke-width="4"/>'
        if w == "work":
            extra += ('<path d="M96 543L132 528V690H96Z" fill="#E8E6D5"/><path d="M384 543L348 528V690H384Z" fill="#E8E6D5"/>'
                      '<path d="M104 540V690M124 532V690M376 540V690M356 532V690" stroke="#B9B7A2" stroke-width="2"/>'
                      f'<rect x="262" y="588" width="68" height="46" rx="5" fill="{c}" stroke="#000" stroke-opacity=".25" stroke-width="3"/>'
                      '<path d="M262 602H330" stroke="#000" stroke-opacity=".25" stroke-width="3"/>')
        return body + fold + neck + collar + extra
    if w == "blazer":
        return (body + fold + neck + f'<path d="M190 474L240 596 290 474C282 522 198 522 190 474Z" fill="{i}"/>' + neck.replace("514", "500")
                + f'<path d="M186 470L140 506 160 548 142 560 226 690H240V612Z" fill="{c}" stroke="#000" stroke-opacity=".28" stroke-width="3"/>'
                + _mirror(f'<path d="M186 470L140 506 160 548 142 560 226 690H240V612Z" fill="{c}" stroke="#000" stroke-opacity=".28" stroke-width="3"/>'))
    if w == "jacket":
        return (body + fold + neck + f'<path d="M180 476C190 530 290 530 300 476L312 500C292 560 188 560 168 500Z" fill="{i}"/>'
                + '<path d="M240 548V690" stroke="#000" stroke-opacity=".35" stroke-width="5"/><path d="M240 556V690" stroke="#fff" stroke-opacity=".35" stroke-width="1.500"/>')
    if w == "cardigan":
        return (body + fold + f'<path d="M184 482L240 640 296 482Z" fill="{i}"/>' + neck
                + '<path d="M180 486L238 650M300 486L242 650" stroke="#000" stroke-opacity=".2" stroke-width="7" fill="none"/>'
                + '<circle cx="262" cy="618" r="6" fill="#F3EBDD" stroke="#000" stroke-opacity=".25" stroke-width="2"/>')
    if w == "coat":
        return (body + fold + f'<path d="M184 482L240 610 296 482Z" fill="{i}"/>' + neck
                + '<path d="M186 470L138 506 228 640 240 606Z" fill="#FFFFFF" stroke="#B9C4C8" stroke-width="3"/>'
                + _mirror('<path d="M186 470L138 506 228 640 240 606Z" fill="#FFFFFF" stroke="#B9C4C8" stroke-width="3"/>'))
    # uniform: plain, without any real insignia
    return (body + fold + neck + f'<path d="M186 466L240 534 212 566 156 500Z" fill="{c}" stroke="#101E2C" stroke-width="4"/>'
            + _mirror(f'<path d="M186 466L240 534 212 566 156 500Z" fill="{c}" stroke="#101E2C" stroke-width="4"/>')
            + '<path d="M240 540V690" stroke="#101E2C" stroke-width="4"/><path d="M74 566L150 522 162 540 86 588Z" fill="#1B3047"/>'
            + _mirror('<path d="M74 566L150 522 162 540 86 588Z" fill="#1B3047"/>') + '<rect x="276" y="584" width="62" height="12" rx="3" fill="#C7A24A"/>')


def _hair(p):
    """Returns (behind the head, over the head)."""
    c, h = p["colour"], p["face"]
    l, r = 240 - h, 240 + h
    shine = '<path d="M196 150C226 136 268 138 292 152" stroke="#fff" stroke-opacity=".16" stroke-width="9" fill="none" stroke-linecap="round"/>'
    cap = f'M{l - 6} 262C{l - 18} 150 {l + 44} 96 240 96S{r + 18} 150 {r + 6} 262'
    style = p["hair"]
    front = {
        "side": f'{cap}C{r - 4} 226 {r - 8} 214 {r - 14} 200C296 206 236 200 196 166C182 190 158 204 {l + 14} 214C{l + 8} 226 {l + 2} 244 {l - 6} 262Z',
        "crew": f'M{l - 4} 256C{l - 12} 156 {l + 42} 108 240 108S{r + 12} 156 {r + 4} 256C{r - 4} 226 {r - 8} 212 {r - 12} 194C288 170 192 170 {l + 12} 194C{l + 8} 212 {l + 4} 226 {l - 4} 256Z',
        "quiff": f'M{l - 4} 260C{l - 20} 176 {l + 12} 130 {l + 50} 118C200 70 306 78 {r - 20} 116C{r + 14} 146 {r + 14} 200 {r + 4} 260C{r - 6} 228 {r - 8} 208 {r - 18} 186C286 196 220 190 {l + 40} 168C{l + 18} 190 {l + 8} 220 {l - 4} 260Z',
        "fringe": f'{cap}C{r - 6} 236 {r - 8} 224 {r - 12} 206L298 188 270 206 240 188 208 206 180 188 {l + 14} 208C{l + 8} 226 {l + 2} 244 {l - 6} 262Z',
        "wave": f'{cap}C{r - 6} 236 {r - 8} 214 {r - 16} 196C300 168 282 206 256 186C236 168 216 204 190 184C172 176 156 192 {l + 14} 214C{l + 8} 226 {l + 2} 244 {l - 6} 262Z',
        "receding": f'M{l - 6} 268C{l - 14} 196 {l - 4} 160 {l + 30} 136C{l + 26} 168 {l + 22} 190 {l + 10} 214C{l + 6} 236 {l + 2} 250 {l - 6} 268ZM{r + 6} 268C{r + 14} 196 {r + 4} 160 {r - 30} 136C{r - 26} 168 {r - 22} 190 {r - 10} 214C{r - 6} 236 {r - 2} 250 {r + 6} 268ZM{l + 26} 146C196 104 284 104 {r - 26} 146C286 130 194 130 {l + 26} 146Z',
        "thin": f'M{l - 6} 274C{l - 12} 214 {l - 8} 188 {l + 6} 168C{l + 14} 196 {l + 12} 226 {l + 8} 246C{l + 2} 258 {l} 264 {l - 6} 274ZM{r + 6} 274C{r + 12} 214 {r + 8} 188 {r - 6} 168C{r - 14} 196 {r - 12} 226 {r - 8} 246C{r - 2} 258 {r} 264 {r + 6} 274ZM{l + 20} 160C190 110 300 112 {r - 18} 158C280 128 206 126 {l + 20} 160Z',
        "bob": f'M{l - 10} 300C{l - 28} 150 {l + 40} 92 240 92S{r + 28} 150 {r + 10} 300C{r + 4} 268 {r - 2} 236 {r - 10} 212C300 206 262 190 242 164C216 192 176 208 {l + 10} 214C{l + 2} 238 {l - 4} 268 {l - 10} 300Z',
        "long": f'M{l - 8} 290C{l - 24} 150 {l + 40} 94 240 94S{r + 24} 150 {r + 8} 290C{r - 2} 250 {r - 6} 226 {r - 12} 206C296 196 258 178 240 150C222 178 184 196 {l + 12} 206C{l + 6} 226 {l + 2} 250 {l - 8} 290Z',
        "pixie": f'{cap}C{r + 2} 240 {r - 4} 226 {r - 8} 206C306 208 240 216 178 160C172 190 156 210 {l + 12} 226C{l + 6} 236 {l + 2} 248 {l - 6} 262Z',
        "bun": f'M{l - 4} 262C{l - 14} 152 {l + 42} 102 240 102S{r + 14} 152 {r + 4} 262C{r - 4} 232 {r - 8} 214 {r - 16} 198C296 172 260 158 240 152C220 158 184 172 {l + 16} 198C{l + 8} 214 {l + 4} 232 {l - 4} 262Z',
        "perm": f'M{l - 8} 282C{l - 44} 262 {l - 44} 214 {l - 22} 196C{l - 42} 160 {l - 10} 122 {l + 26} 128C{l + 36} 86 200 74 228 92C256 68 310 78 {r - 28} 112C{r + 8} 108 {r + 36} 150 {r + 20} 190C{r + 46} 214 {r + 40} 264 {r + 8} 282C{r + 6} 250 {r - 2} 224 {r - 16} 208C310 186 292 200 274 180C256 196 236 176 218 192C200 178 182 200 {l + 18} 206C{l + 4} 224 {l - 4} 250 {l - 8} 282Z',
    }
    front["ponytail"] = front["side"]
    front["braid"] = front["bun"]
    front["wavelong"] = front["long"]
    back = {
        "bob": f'<path d="M{l - 22} 250C{l - 40} 360 {l - 26} 414 {l + 4} 424H{r - 4}C{r + 26} 414 {r + 40} 360 {r + 22} 250Z" fill="{c}"/>',
        "long": f'<path d="M{l - 18} 220C{l - 40} 360 {l - 22} 470 {l - 50} 566C{l + 20} 590 {r - 20} 590 {r + 50} 566C{r + 22} 470 {r + 40} 360 {r + 18} 220Z" fill="{c}"/>',
        "wavelong": f'<path d="M{l - 18} 220C{l - 62} 300 {l - 8} 360 {l - 46} 430C{l - 70} 480 {l - 22} 510 {l - 40} 560C{l + 20} 590 {r - 20} 590 {r + 40} 560C{r + 22} 510 {r + 70} 480 {r + 46} 430C{r + 8} 360 {r + 62} 300 {r + 18} 220Z" fill="{c}"/>',
        "ponytail": f'<path d="M{r - 10} 170C{r + 84} 170 {r + 86} 330 {r + 40} 450C{r + 18} 440 {r + 12} 420 {r + 16} 380C{r + 26} 310 {r + 22} 260 {r - 10} 230Z" fill="{c}"/>',
        "bun": f'<circle cx="240" cy="88" r="46" fill="{c}"/><path d="M204 96C220 112 260 112 276 96" stroke="#fff" stroke-opacity=".18" stroke-width="4" fill="none"/>',
        "braid": "",
        "perm": f'<path d="M{l - 12} 250C{l - 40} 300 {l - 18} 352 {l + 16} 346H{r - 16}C{r + 18} 352 {r + 40} 300 {r + 12} 250Z" fill="{c}"/>',
    }.get(style, "")
    over = f'<path d="{front[style]}" fill="{c}"/>'
    if style not in ("receding", "thin"):
        over += shine
    if style == "braid":
        side = "".join(f'<ellipse cx="{r - 2 + k * 3}" cy="{350 + k * 38}" rx="{25 - k}" ry="25" fill="{c}"/>'
                       f'<path d="M{r - 22 + k * 3} {342 + k * 38}C{r - 6 + k * 3} {362 + k * 38} {r + 8 + k * 3} {360 + k * 38} {r + 20 + k * 3} {344 + k * 38}" stroke="#fff" stroke-opacity=".15" stroke-width="4" fill="none"/>' for k in range(5))
        over += side + f'<rect x="{r - 10}" y="528" width="34" height="14" rx="6" fill="#C9412F"/>'
    return back, over


def _helmet(p):
    c, l, r = p["helmet"], 240 - p["face"], 240 + p["face"]
    return (f'<path d="M{l - 22} 206C{l - 22} 108 {l + 40} 64 240 64S{r + 22} 108 {r + 22} 206Z" fill="{c}"/>'
            f'<path d="M{l - 22} 206C{l - 22} 108 {l + 40} 64 240 64C200 92 176 140 176 206Z" fill="#fff" opacity=".25"/>'
            '<path d="M222 64H258V196H222Z" fill="#000" opacity=".08"/>'
            f'<rect x="{l - 38}" y="196" width="{2 * p["face"] + 76}" height="24" rx="12" fill="{c}"/>'
            f'<rect x="{l - 38}" y="210" width="{2 * p["face"] + 76}" height="10" rx="5" fill="#000" opacity=".16"/>'
            '<circle cx="240" cy="150" r="21" fill="#fff" opacity=".85"/><path d="M240 136C252 150 250 162 240 164C230 162 228 150 240 136Z" fill="#0F5A6B"/>'
            f'<path d="M{l + 2} 300C{l + 6} 372 {l + 40} 408 240 414C{r - 40} 408 {r - 6} 372 {r - 2} 300" stroke="#3B444A" stroke-width="6" fill="none" opacity=".55"/>')


def _face(p):
    skin, shade = SKINS[p["skin"]]
    h, j = p["face"], p["jaw"]
    l, r = 240 - h, 240 + h
    old = p["age"] == 2
    brow_colour = {0: p["colour"], 1: p["colour"], 2: "#8D9194"}[p["age"]]
    weight = 8 if p["brow"] else 6
    head = f'M{l} 258C{l} 160 {240 - h * .6:.0f} 120 240 120S{r} 160 {r} 258C{r} 346 {240 + j} 410 240 412C{240 - j} 410 {l} 346 {l} 258Z'
    e = p["eyes"]
    def eye(x):
        return (f'<ellipse cx="{x}" cy="272" rx="{17 * e:.1f}" ry="{10.5 * e:.1f}" fill="#fff"/><circle cx="{x}" cy="272" r="{9.2 * e:.1f}" fill="#33241C"/>'
                f'<circle cx="{x + 3}" cy="{269}" r="2.800" fill="#fff"/><path d="M{x - 18 * e:.1f} 269C{x - 9} {272 - 13 * e:.1f} {x + 9} {272 - 13 * e:.1f} {x + 18 * e:.1f} 269" stroke="#221A16" stroke-width="4" fill="none" stroke-linecap="round"/>')
    mouth = {0: '<path d="M212 356H268" stroke="#9C5546" stroke-width="6" stroke-linecap="round"/>',
             1: '<path d="M208 352C226 366 254 366 272 352" stroke="#A5574A" stroke-width="6" fill="none" stroke-linecap="round"/>',
             2: '<path d="M204 348C222 380 258 380 276 348C254 354 226 354 204 348Z" fill="#8E3F38"/><path d="M211 352C228 357 252 357 269 352C264 360 216 360 211 352Z" fill="#fff"/>'}[p["smile"]]
    parts = [
        f'<ellipse cx="{l + 1}" cy="278" rx="17" ry="27" fill="{skin}"/><ellipse cx="{r - 1}" cy="278" rx="17" ry="27" fill="{shade}"/>',
        f'<path d="{head}" fill="{skin}"/>',
        f'<path d="M240 120C{240 + h * .6:.0f} 120 {r} 160 {r} 258C{r} 346 {240 + j} 410 240 412C288 388 312 330 312 262C312 196 288 146 240 120Z" fill="{shade}" opacity=".26"/>',
        f'<ellipse cx="182" cy="320" rx="22" ry="12" fill="#E58A78" opacity=".22"/><ellipse cx="298" cy="320" rx="22" ry="12" fill="#E58A78" opacity=".22"/>',
        eye(192), eye(288),
        f'<path d="M166 242C178 {230 - 2 * p["brow"]} 202 230 216 239M264 239C278 230 302 {230 - 2 * p["brow"]} 314 242" stroke="{brow_colour}" stroke-width="{weight}" fill="none" stroke-linecap="round"/>',
        f'<path d="M242 270C246 292 254 306 252 316C250 323 236 324 228 320" stroke="{shade}" stroke-width="6" fill="none" stroke-linecap="round"/>',
        mouth,
    ]
    if p["age"] >= 1:
        parts.append(f'<path d="M176 336C172 350 173 360 178 370M304 336C308 350 307 360 302 370" stroke="{shade}" stroke-width="4.500" fill="none" stroke-linecap="round"/>')
    if old:
        parts.append(f'<path d="M172 296C184 303 200 303 210 298M270 298C280 303 296 303 308 296M196 196C224 190 256 190 284 196M202 212C228 207 252 207 278 212" stroke="{shade}" stroke-width="3.500" fill="none" stroke-linecap="round" opacity=".8"/>')
    beard = p["beard"]
    if beard == "moustache":
        parts.append(f'<path d="M196 344C212 328 230 330 240 336C250 330 268 328 284 344C264 342 252 344 240 344S216 342 196 344Z" fill="{p["colour"]}"/>')
    if beard == "stubble":
        parts.append(f'<path d="M{l + 8} 312C{l + 24} 372 {240 - j + 12} 404 240 406C{240 + j - 12} 404 {r - 24} 372 {r - 8} 312C{r - 30} 352 284 330 240 332C196 330 {l + 30} 352 {l + 8} 312Z" fill="{p["colour"]}" opacity=".13"/>')
    if beard == "short":
        parts.append(f'<path d="M{l + 4} 296C{l + 16} 380 {240 - j} 416 240 418C{240 + j} 416 {r - 16} 380 {r - 4} 296C{r - 20} 344 300 338 276 336C254 326 226 326 204 336C180 338 {l + 20} 344 {l + 4} 296ZM206 350C226 368 254 368 274 350C280 372 262 386 240 386S200 372 206 350Z" fill="{p["colour"]}" fill-rule="evenodd" opacity=".82"/>')
    return "".join(parts)


def _glasses(kind):
    if not kind:
        return ""
    if kind == "round":
        lenses = '<circle cx="192" cy="274" r="36"/><circle cx="288" cy="274" r="36"/>'
    else:
        lenses = '<rect x="154" y="246" width="74" height="54" rx="14"/><rect x="252" y="246" width="74" height="54" rx="14"/>'
    return f'<g fill="#fff" fill-opacity=".12" stroke="#2A3238" stroke-width="6">{lenses}<path d="M228 268C236 261 244 261 252 268M154 264L138 258M326 264L342 258" fill="none"/></g>'


def draw(key):
    """SVG of one person, 480 x 640, with the marked blocks in the bottom-left corner."""
    p = LOOKS[key]
    behind, over = _hair(p)
    if p["helmet"]:
        over += _helmet(p)
    ears = f'<circle cx="{240 - p["face"] + 1}" cy="312" r="6" fill="#E9C46A"/><circle cx="{240 + p["face"] - 1}" cy="312" r="6" fill="#E9C46A"/>' if p["earring"] else ""
    return ('<svg xmlns="http://www.w3.org/2000/svg" width="480" height="640" viewBox="0 0 480 640">'
            f'<rect width="480" height="640" fill="{p["ground"]}"/><circle cx="240" cy="300" r="226" fill="#fff" opacity=".38"/>'
            f'{behind}<g transform="translate(0 -24)">{_wear(p)}</g>{_face(p)}{over}{ears}{_glasses(p["glasses"])}{person_grid(key)}</svg>')
