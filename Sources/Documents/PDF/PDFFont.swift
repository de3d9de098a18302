/// One font of one document: which of its glyphs the document uses, numbered in the order of first use.
///
/// A glyph that stands for two different characters gets two numbers (character identifiers, CIDs), so that
/// text always comes out of the file as it went in.
final class PDFFont {
    let face: FontFace
    /// The name under which pages call it: `F1`.
    let name: String
    let reference: PDFReference

    private var texts: [String] = [""]
    private var glyphs: [UInt32] = [0]
    /// The first CID of each glyph of the font, 0 if it has none yet.
    private var firstCID: [UInt16]
    /// The next CID of the same glyph, 0 if there is none.
    private var nextCID: [UInt16] = [0]

    init(face: FontFace, name: String, reference: PDFReference) {
        self.face = face
        self.name = name
        self.reference = reference
        firstCID = [UInt16](repeating: 0, count: face.glyphCount)
    }

    /// The number under which content streams show a glyph.
    func cid(of glyph: Glyph) -> UInt16 {
        var cid = firstCID[Int(glyph.id)]
        while cid != 0 {
            if texts[Int(cid)] == glyph.text { return cid }
            cid = nextCID[Int(cid)]
        }
        let new = UInt16(glyphs.count)
        glyphs.append(glyph.id)
        texts.append(glyph.text)
        nextCID.append(firstCID[Int(glyph.id)])
        firstCID[Int(glyph.id)] = new
        return new
    }

    // MARK: Writing

    func write(to objects: inout PDFObjects, _ deflater: Deflater) throws(DocumentError) {
        let sorted = Set(glyphs).sorted()
        let subset = try face.subset(sorted, deflater)
        let newNumbers = Dictionary(uniqueKeysWithValues: zip(sorted, subset.newNumbers))
        let baseName = subset.tag + "+" + face.typeface.postScriptName

        let file = objects.writeStream(subset.stream) { output in
            output.append("/Filter/FlateDecode/Length1 ")
            output.append(subset.length)
        }
        let descriptor = objects.write { output in
            writeDescriptor(named: baseName, file: file, to: &output)
        }
        let map = glyphs.flatMap { glyph -> [UInt8] in
            let number = newNumbers[glyph] ?? 0
            return [UInt8(number >> 8), UInt8(number & 255)]
        }
        let glyphMap = objects.writeStream(map) { _ in }
        let unicode = objects.writeStream(deflater.compress(unicodeMap())) { output in
            output.append("/Filter/FlateDecode")
        }
        let descendant = objects.write { output in
            output.append("<</Type/Font/Subtype/CIDFontType2/BaseFont/")
            output.append(baseName)
            output.append("/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap ")
            output.append(glyphMap)
            output.append("/FontDescriptor ")
            output.append(descriptor)
            output.append("/W[0[")
            for glyph in glyphs {
                output.append((face.advance(of: glyph) * 1000 + face.unitsPerEm / 2) / face.unitsPerEm)
                output.append(" ")
            }
            output.append("]]>>")
        }
        objects.write(reference) { output in
            output.append("<</Type/Font/Subtype/Type0/BaseFont/")
            output.append(baseName)
            output.append("/Encoding/Identity-H/DescendantFonts[")
            output.append(descendant)
            output.append("]/ToUnicode ")
            output.append(unicode)
            output.append(">>")
        }
    }

    private func writeDescriptor(named name: String, file: PDFReference, to output: inout PDFBytes) {
        let metrics = face.metrics
        output.append("<</Type/FontDescriptor/FontName/")
        output.append(name)
        // Symbolic (its encoding is its own), with serifs; slanted or not (ISO 32000-1, table 123).
        output.append("/Flags ")
        output.append(2 + 4 + (face.typeface.isItalic ? 64 : 0))
        output.append("/FontBBox[")
        for corner in metrics.box {
            output.append(corner)
            output.append(" ")
        }
        output.append("]/ItalicAngle ")
        output.append(face.typeface.isItalic ? -12 : 0)
        output.append("/Ascent ")
        output.append(metrics.ascent)
        output.append("/Descent ")
        output.append(metrics.descent)
        output.append("/CapHeight ")
        output.append(metrics.capHeight)
        output.append("/StemV ")
        output.append(face.typeface.isBold ? 140 : 80)
        output.append("/FontFile2 ")
        output.append(file)
        output.append(">>")
    }

    /// The program that turns character identifiers back into text (ISO 32000-1, 9.10.3).
    private func unicodeMap() -> [UInt8] {
        var output = PDFBytes(capacity: 400 + 16 * texts.count)
        output.append(
            """
            /CIDInit/ProcSet findresource begin
            12 dict begin
            begincmap
            /CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def
            /CMapName/Adobe-Identity-UCS def
            /CMapType 2 def
            1 begincodespacerange
            <0000><FFFF>
            endcodespacerange

            """)
        // A block may hold at most 100 entries.
        var start = 1
        while start < texts.count {
            let end = min(start + 100, texts.count)
            output.append(end - start)
            output.append(" beginbfchar\n")
            for cid in start..<end {
                output.append("<")
                output.append(hex: UInt16(cid))
                output.append("><")
                output.append(utf16Hex: texts[cid])
                output.append(">\n")
            }
            output.append("endbfchar\n")
            start = end
        }
        output.append("endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend")
        return output.bytes
    }
}
