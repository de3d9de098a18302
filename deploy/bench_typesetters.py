#!/usr/bin/env python3
"""Draws the certificates of a file with another program, as fast as it can, for deploy/bench.

  bench_typesetters.py reportlab|weasyprint|typst PAPERS COUNT FIRST.pdf

PAPERS has one paper a line, as `cnnt bench papers` prints it. Every program gets the same texts in the same fonts, sizes and
order on A4 landscape, with a frame of two rules (ours is a drawing of some thousand curves) and the QR code as squares, worked
out beforehand; each is used in the way that its manual calls fast: one process, fonts read once. ReportLab and WeasyPrint write
plain PDF, Typst the PDF/A-2a that we write too. Prints {"certificates": N, "seconds": S, "bytes": B}.
"""
import html
import json
import re
import sys
import time

import qrcode

FONTS = "/usr/share/fonts/truetype/noto/"
FACES = {"regular": "NotoSerif-Regular", "bold": "NotoSerif-Bold", "italic": "NotoSerif-Italic",
         "display": "NotoSerifDisplay-Bold", "product": "NotoSerifDisplay-BoldItalic"}
WIDTH, HEIGHT, SIDE = 841.89, 595.28, 90.0


def in_words(day):
    year, month, date = day.split("-")
    return f"ngày {date} tháng {month} năm {year}"


def content(paper):
    """The body's lines, those of the signature and those beside the code: (text, face, size)."""
    decision = paper["decision"]
    year, month, date = paper["valid_through"].split("-")
    body = [("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "bold", 12), ("Độc lập - Tự do - Hạnh phúc", "bold", 12)]
    body += [(line, "bold", 13.5) for line in paper["issuer"]]
    body += [
        ("GIẤY CHỨNG NHẬN", "display", 43),
        (f"Sản phẩm công nghiệp nông thôn tiêu biểu {paper['level_name']}", "display", 18),
        (paper["product"]["name"], "product", 33),
        (f"Nhóm sản phẩm: {paper['product']['group']}", "regular", 12.5), ("của", "italic", 12),
        (paper["establishment"]["name"], "bold", 17), (paper["establishment"]["unit"], "regular", 12.5),
        (f"được công nhận theo Quyết định số {decision['number']} {in_words(decision['day'])} "
         f"của {decision['authority']}", "regular", 11)]
    signature = [(f"{paper['place']}, {in_words(paper['issued_on'])}", "italic", 12)]
    signature += [(paper["signature"][key], "bold", 12) for key in ("capacity", "title", "name")]
    register = [
        (f"Số: {paper['number']}", "bold", 11),
        (f"Có giá trị đến hết ngày {date}/{month}/{year}", "regular", 10),
        ("Quét mã QR hoặc mở địa chỉ dưới đây để kiểm tra", "italic", 8),
        (f"Mã tra cứu: {paper['verification']['code']}", "bold", 9),
        (paper["verification"]["address"].split("?")[0], "regular", 8)]
    return body, signature, register


def matrix(paper):
    code = qrcode.QRCode(border=0, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(paper["verification"]["address"])
    code.make()
    return code.get_matrix()


def runs(rows):
    """The dark squares as (row, column, width), neighbours in a row joined."""
    for y, row in enumerate(rows):
        for dark in re.finditer("1+", "".join("1" if cell else "0" for cell in row)):
            yield y, dark.start(), dark.end() - dark.start()


def reportlab():
    import io
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas
    for face, file in FACES.items():
        pdfmetrics.registerFont(TTFont(face, f"{FONTS}{file}.ttf"))

    def draw(paper, rows):
        body, signature, register = content(paper)
        file = io.BytesIO()
        canvas = Canvas(file, (WIDTH, HEIGHT), pageCompression=1)
        canvas.rect(28, 28, WIDTH - 56, HEIGHT - 56)
        canvas.rect(34, 34, WIDTH - 68, HEIGHT - 68)
        y = HEIGHT - 60
        for text, face, size in body:
            y -= size * 1.34
            canvas.setFont(face, size)
            canvas.drawCentredString(WIDTH / 2, y, text)
        y = 190
        for text, face, size in signature:
            y -= size * 1.34
            canvas.setFont(face, size)
            canvas.drawCentredString(WIDTH - 221, y, text)
        y = 150
        for text, face, size in register:
            y -= size * 1.5
            canvas.setFont(face, size)
            canvas.drawString(66 + SIDE + 13, y, text)
        square = SIDE / len(rows)
        for row, column, width in runs(rows):
            canvas.rect(66 + column * square, 54 + SIDE - (row + 1) * square, width * square, square, 0, 1)
        canvas.save()
        return file.getvalue()
    return draw


def weasyprint():
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    fonts = FontConfiguration()
    style = CSS(string="""
      @page { size: 841.89pt 595.28pt; margin: 0 }
      body { margin: 0; line-height: 1.34 }
      main, p { margin: 0; text-align: center } main { position: absolute; top: 60pt; width: 841.89pt }
      .rule { position: absolute; border: 1pt solid; }
      .signature { position: absolute; left: 466pt; top: 405pt; width: 310pt }
      .register { position: absolute; left: 169pt; top: 445pt } .register p { text-align: left }
      svg { position: absolute; left: 66pt; top: 451pt }
      .regular, .bold, .italic { font-family: Noto Serif } .display, .product { font-family: Noto Serif Display }
      .bold, .display, .product { font-weight: bold } .italic, .product { font-style: italic }
      """, font_config=fonts)

    def lines(texts):
        return "".join(f'<p class="{face}" style="font-size: {size}pt">{html.escape(text)}</p>'
                       for text, face, size in texts)

    def draw(paper, rows):
        body, signature, register = content(paper)
        squares = "".join(f"M{column} {row}h{width}v1h-{width}z" for row, column, width in runs(rows))
        page = (f'<html lang="vi"><body><div class="rule" style="inset: 28pt"></div>'
                f'<div class="rule" style="inset: 34pt"></div><main>{lines(body)}</main>'
                f'<div class="signature">{lines(signature)}</div><div class="register">{lines(register)}</div>'
                f'<svg width="{SIDE}pt" height="{SIDE}pt" viewBox="0 0 {len(rows)} {len(rows)}"><path d="{squares}"/></svg>')
        return HTML(string=page).write_pdf(stylesheets=[style], font_config=fonts)
    return draw


def typst():
    import typst as engine
    source = """
      #let paper = json(bytes(sys.inputs.paper))
      #set page(width: 841.89pt, height: 595.28pt, margin: 0pt)
      #set document(title: paper.title)
      #set text(lang: "vi")
      #set par(leading: 0pt, spacing: 0pt)
      #let line(item, place) = block(height: item.at(2) * 1.34pt, width: 100%, align(place, text(
        font: if item.at(1) in ("display", "product") { "Noto Serif Display" } else { "Noto Serif" },
        weight: if item.at(1) in ("bold", "display", "product") { "bold" } else { "regular" },
        style: if item.at(1) in ("italic", "product") { "italic" } else { "normal" },
        size: item.at(2) * 1pt, item.at(0))))
      #for inset in (28pt, 34pt) {
        place(dx: inset, dy: inset, rect(width: 841.89pt - 2 * inset, height: 595.28pt - 2 * inset))
      }
      #place(dy: 60pt, block(width: 100%, for item in paper.body { line(item, center) }))
      #place(dx: 466pt, dy: 405pt, block(width: 310pt, for item in paper.signature { line(item, center) }))
      #place(dx: 169pt, dy: 445pt, block(width: 250pt, for item in paper.register { line(item, left) }))
      #place(dx: 66pt, dy: 451pt, image(bytes(paper.code), format: "svg", width: 90pt, alt: paper.title))
      """
    with open(sys.argv[4] + ".typ", "w", encoding="utf-8") as file:
        file.write(source)
    compiler = engine.Compiler(file.name, font_paths=[FONTS], ignore_system_fonts=True)

    def draw(paper, rows):
        body, signature, register = content(paper)
        squares = "".join(f"M{column} {row}h{width}v1h-{width}z" for row, column, width in runs(rows))
        code = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(rows)} {len(rows)}">'
                f'<path d="{squares}"/></svg>')
        inputs = {"title": paper["number"], "body": body, "signature": signature, "register": register, "code": code}
        return compiler.compile(format="pdf", sys_inputs={"paper": json.dumps(inputs)}, pdf_standards="a-2a",
                                timestamp=1767225600)
    return draw


def main():
    tool, papers, count, first = sys.argv[1:]
    with open(papers, encoding="utf-8") as file:
        texts = [json.loads(line) for line, _ in zip(file, range(int(count)))]
    work = [(paper, matrix(paper)) for paper in texts]
    draw = {"reportlab": reportlab, "weasyprint": weasyprint, "typst": typst}[tool]()
    with open(first, "wb") as file:
        file.write(draw(*work[0]))
    start, size = time.perf_counter(), 0
    for paper, rows in work:
        size += len(draw(paper, rows))
    print(json.dumps({"certificates": len(work), "seconds": time.perf_counter() - start, "bytes": size}))


main()
