import CHarfBuzz

/// The part of a font that a document embeds.
struct FontSubset {
    /// A TrueType file without hinting, names and layout tables, since the glyphs are already chosen and
    /// placed; compressed.
    let stream: [UInt8]
    /// The length of the file before compression.
    let length: Int
    /// The number in the file of each glyph asked for, in their order.
    let newNumbers: [UInt16]
    /// Six letters that tell this subset from others of the same font (ISO 32000-1, 9.6.4).
    let tag: String

    private static let droppedTables: [StaticString] = [
        "GSUB", "GPOS", "GDEF", "name", "OS/2", "post", "cmap", "kern", "STAT", "gasp", "DSIG", "meta",
    ]

    init(
        of source: OpaquePointer, glyphs: [UInt32], name: String, deflater: Deflater
    ) throws(DocumentError) {
        guard let input = hb_subset_input_create_or_fail() else { throw .outOfMemory }
        defer { hb_subset_input_destroy(input) }
        let flags = HB_SUBSET_FLAGS_NO_HINTING.rawValue | HB_SUBSET_FLAGS_NOTDEF_OUTLINE.rawValue
        hb_subset_input_set_flags(input, flags)
        let wanted = hb_subset_input_glyph_set(input)
        for glyph in glyphs { hb_set_add(wanted, glyph) }
        let dropped = hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG)
        for table in Self.droppedTables { hb_set_add(dropped, openTypeTag(table)) }

        guard let plan = hb_subset_plan_create_or_fail(source, input) else { throw .subset(name) }
        defer { hb_subset_plan_destroy(plan) }
        guard let face = hb_subset_plan_execute_or_fail(plan) else { throw .subset(name) }
        defer { hb_face_destroy(face) }
        let blob = hb_face_reference_blob(face)
        defer { hb_blob_destroy(blob) }
        var length: UInt32 = 0
        guard let data = hb_blob_get_data(blob, &length) else { throw .subset(name) }
        self.length = Int(length)
        stream = deflater.compress(UnsafeRawBufferPointer(start: data, count: Int(length)))
        let mapping = hb_subset_plan_old_to_new_glyph_mapping(plan)
        newNumbers = glyphs.map { UInt16(truncatingIfNeeded: hb_map_get(mapping, $0)) }
        tag = Self.tag(for: glyphs)
    }

    private static func tag(for glyphs: [UInt32]) -> String {
        // FNV-1a over the glyph numbers: the same glyphs of a font always carry the same tag.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for glyph in glyphs { hash = (hash ^ UInt64(glyph)) &* 0x100_0000_01B3 }
        var tag = ""
        for _ in 0..<6 {
            tag.unicodeScalars.append(Unicode.Scalar(UInt8(65 + hash % 26)))
            hash /= 26
        }
        return tag
    }
}
