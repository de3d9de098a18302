import CHarfBuzz

/// One glyph of a shaped text, in font units.
struct Glyph {
    /// The glyph's number in the font file.
    var id: UInt32
    var advance: Int32
    var dx: Int32
    var dy: Int32
    /// The characters that it stands for.
    var text: String
}

/// A character, or a sequence of them, that a font cannot show.
struct UnprintableText: Error, Hashable {
    let text: String
}

/// A font opened by HarfBuzz, for one thread.
final class FontFace {
    let typeface: Typeface
    let unitsPerEm: Int
    let glyphCount: Int
    let metrics: Metrics

    private let face: OpaquePointer
    private let font: OpaquePointer
    /// The face prepared for making many subsets.
    private let subsetSource: OpaquePointer
    private let buffer: OpaquePointer
    private var shaped: [String: [Glyph]] = [:]
    private var subsets = FIFOCache<[UInt32], FontSubset>(capacity: 32)

    /// In thousandths of the font size, as a PDF's font descriptor wants them.
    struct Metrics {
        let ascent: Int
        let descent: Int
        let capHeight: Int
        let box: [Int]
    }

    init(_ typeface: Typeface, in fonts: FontSet) throws(DocumentError) {
        guard let file = fonts.files[typeface], let header = TrueTypeHeader(file) else {
            throw .fontUnreadable(fonts.folder + "/" + typeface.fileName)
        }
        let blob = file.withUnsafeBytes { bytes in
            hb_blob_create_or_fail(
                bytes.baseAddress, UInt32(bytes.count), HB_MEMORY_MODE_DUPLICATE, nil, nil)
        }
        guard let blob, let face = hb_face_create(blob, 0), let font = hb_font_create(face),
            let source = hb_subset_preprocess(face), let buffer = hb_buffer_create()
        else { throw .outOfMemory }
        hb_blob_destroy(blob)
        self.typeface = typeface
        self.face = face
        self.font = font
        self.buffer = buffer
        subsetSource = source
        unitsPerEm = header.unitsPerEm
        glyphCount = Int(hb_face_get_glyph_count(face))
        hb_font_set_scale(font, Int32(unitsPerEm), Int32(unitsPerEm))
        metrics = Self.metrics(of: font, header)
    }

    deinit {
        hb_buffer_destroy(buffer)
        hb_face_destroy(subsetSource)
        hb_font_destroy(font)
        hb_face_destroy(face)
    }

    private static func metrics(of font: OpaquePointer, _ header: TrueTypeHeader) -> Metrics {
        func thousandths(_ length: Int) -> Int { length * 1000 / header.unitsPerEm }
        var extents = hb_font_extents_t()
        hb_font_get_h_extents(font, &extents)
        var capHeight: hb_position_t = 0
        hb_ot_metrics_get_position_with_fallback(font, HB_OT_METRICS_TAG_CAP_HEIGHT, &capHeight)
        return Metrics(
            ascent: thousandths(Int(extents.ascender)), descent: thousandths(Int(extents.descender)),
            capHeight: thousandths(Int(capHeight)), box: header.box.map(thousandths))
    }

    /// The natural advance of a glyph, without kerning.
    func advance(of glyph: UInt32) -> Int { Int(hb_font_get_glyph_h_advance(font, glyph)) }

    /// How far the ink of some glyphs reaches above and below the baseline, in ems.
    func inkHeight(of glyphs: ArraySlice<Glyph>) -> (above: Double, below: Double) {
        var top: Int32 = 0
        var bottom: Int32 = 0
        for glyph in glyphs {
            var extents = hb_glyph_extents_t()
            guard hb_font_get_glyph_extents(font, glyph.id, &extents) != 0 else { continue }
            top = max(top, extents.y_bearing + glyph.dy)
            bottom = min(bottom, extents.y_bearing + extents.height + glyph.dy)
        }
        return (Double(top) / Double(unitsPerEm), Double(-bottom) / Double(unitsPerEm))
    }

    /// The characters of a text that the font does not have, each once.
    func missingCharacters(in text: String) -> [Unicode.Scalar] {
        var missing: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars {
            var glyph: hb_codepoint_t = 0
            if hb_font_get_nominal_glyph(font, scalar.value, &glyph) == 0, !missing.contains(scalar) {
                missing.append(scalar)
            }
        }
        return missing
    }

    // MARK: Shaping

    /// Turns a text into glyphs. Texts that come back on many documents (mottoes, titles, authorities) are
    /// kept.
    ///
    /// - Throws: `UnprintableText` with the first character that the font lacks.
    func shape(_ text: String) throws(UnprintableText) -> [Glyph] {
        if let glyphs = shaped[text] { return glyphs }
        let glyphs = try shapeAnew(text)
        if shaped.count >= 256 { shaped.removeAll(keepingCapacity: true) }
        shaped[text] = glyphs
        return glyphs
    }

    private func shapeAnew(_ text: String) throws(UnprintableText) -> [Glyph] {
        let utf8 = Array(text.utf8)
        hb_buffer_reset(buffer)
        hb_buffer_set_direction(buffer, HB_DIRECTION_LTR)
        hb_buffer_set_script(buffer, HB_SCRIPT_LATIN)
        hb_buffer_set_language(buffer, Self.vietnamese)
        hb_buffer_set_cluster_level(buffer, HB_BUFFER_CLUSTER_LEVEL_MONOTONE_CHARACTERS)
        utf8.withUnsafeBytes { bytes in
            let characters = bytes.assumingMemoryBound(to: CChar.self).baseAddress
            hb_buffer_add_utf8(buffer, characters, Int32(bytes.count), 0, Int32(bytes.count))
        }
        // Ligatures would save nothing here and make one glyph stand for several letters.
        var features = [hb_feature_t(tag: openTypeTag("liga"), value: 0, start: 0, end: .max)]
        hb_shape(font, buffer, &features, 1)

        var length: UInt32 = 0
        guard let infos = hb_buffer_get_glyph_infos(buffer, &length),
            let positions = hb_buffer_get_glyph_positions(buffer, &length)
        else { return [] }
        let count = Int(length)
        var glyphs: [Glyph] = []
        glyphs.reserveCapacity(count)
        var index = 0
        while index < count {
            // Glyphs of one cluster stand together for the characters up to the next cluster.
            var end = index + 1
            while end < count, infos[end].cluster == infos[index].cluster { end += 1 }
            let first = Int(infos[index].cluster)
            let last = end < count ? Int(infos[end].cluster) : utf8.count
            let characters = String(decoding: utf8[first..<last], as: UTF8.self)
            let texts = try Self.share(characters, among: end - index)
            for (offset, text) in texts.enumerated() {
                let info = infos[index + offset]
                let position = positions[index + offset]
                guard info.codepoint != 0 else { throw UnprintableText(text: text) }
                glyphs.append(
                    Glyph(
                        id: info.codepoint, advance: position.x_advance, dx: position.x_offset,
                        dy: position.y_offset, text: text))
            }
            index = end
        }
        return glyphs
    }

    /// Which glyph of a cluster stands for which characters, so that copying the text out gives it back
    /// exactly.
    private static func share(_ text: String, among glyphs: Int) throws(UnprintableText) -> [String] {
        if glyphs == 1 { return [text] }
        let scalars = text.unicodeScalars.map { String($0) }
        guard scalars.count == glyphs else { throw UnprintableText(text: text) }
        return scalars
    }

    private nonisolated(unsafe) static let vietnamese = hb_language_from_string("vi", -1)

    // MARK: Subsets

    /// A font file with only some of the glyphs. The last ones made are kept: titles and dates use the same
    /// glyphs on every document of a batch.
    ///
    /// - Parameter glyphs: in ascending order, 0 among them.
    func subset(_ glyphs: [UInt32], _ deflater: Deflater) throws(DocumentError) -> FontSubset {
        if let subset = subsets[glyphs] { return subset }
        let subset = try FontSubset(
            of: subsetSource, glyphs: glyphs, name: typeface.postScriptName, deflater: deflater)
        subsets[glyphs] = subset
        return subset
    }
}

/// The four-letter name of an OpenType table or feature as a number.
func openTypeTag(_ name: StaticString) -> UInt32 {
    name.withUTF8Buffer { $0.reduce(0) { $0 << 8 | UInt32($1) } }
}
