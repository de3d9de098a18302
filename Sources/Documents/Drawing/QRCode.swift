import CQREncode

/// A QR code (ISO/IEC 18004), error correction level M: a seventh of it may be soiled.
struct QRCode {
    /// Free modules around the code; the standard wants four.
    static let quietZone = 4

    /// Modules along one side, without the quiet zone.
    let side: Int
    /// One byte for each module, row by row; 1 is dark.
    private let modules: [UInt8]

    /// - Throws: `qr-code` if the content is empty or above 2,331 bytes.
    init(_ content: String) throws(DocumentError) {
        let bytes = Array(content.utf8)
        guard let code = QRcode_encodeData(Int32(bytes.count), bytes, 0, QR_ECLEVEL_M) else {
            throw .qrCode(bytes: bytes.count)
        }
        defer { QRcode_free(code) }
        side = Int(code.pointee.width)
        modules = UnsafeBufferPointer(start: code.pointee.data, count: side * side).map { $0 & 1 }
    }

    /// A horizontal run of dark modules.
    struct Run {
        let column: Int
        let row: Int
        let length: Int
    }

    /// The dark modules as runs, row by row.
    var runs: [Run] {
        var runs: [Run] = []
        for row in 0..<side {
            var column = 0
            while column < side {
                let start = column
                while column < side, modules[row * side + column] == 1 { column += 1 }
                if column > start { runs.append(Run(column: start, row: row, length: column - start)) }
                column += 1
            }
        }
        return runs
    }
}
