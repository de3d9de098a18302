/// What the table `head` of a TrueType file says: enough to see that it is one, and the box around all
/// glyphs.
struct TrueTypeHeader {
    let unitsPerEm: Int
    /// xMin, yMin, xMax, yMax in font units.
    let box: [Int]

    init?(_ file: [UInt8]) {
        func unsigned(_ offset: Int, bytes: Int) -> Int? {
            guard offset >= 0, offset + bytes <= file.count else { return nil }
            return file[offset..<offset + bytes].reduce(0) { $0 << 8 | Int($1) }
        }
        guard unsigned(0, bytes: 4) == 0x0001_0000, let tables = unsigned(4, bytes: 2) else { return nil }
        let record = (0..<tables).map { 12 + 16 * $0 }.first { unsigned($0, bytes: 4) == 0x6865_6164 }
        guard let record, let table = unsigned(record + 8, bytes: 4),
            let units = unsigned(table + 18, bytes: 2),
            (16...16384).contains(units)
        else { return nil }
        let corners = (0..<4).compactMap { unsigned(table + 36 + 2 * $0, bytes: 2) }
        guard corners.count == 4 else { return nil }
        unitsPerEm = units
        box = corners.map { Int(Int16(truncatingIfNeeded: $0)) }
    }
}
