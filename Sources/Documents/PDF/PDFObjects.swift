/// The numbered objects of one file, written one after another, with the table of where each begins.
struct PDFObjects {
    private(set) var output: PDFBytes
    /// Where each object begins; 0 while it is only reserved. Object 0 does not exist.
    private var offsets: [Int] = [0]
    /// How many bytes of the file were handed out, and their hash; nil: none.
    private var handedOut = 0
    private var digest: RunningSHA256?

    init(capacity: Int) {
        output = PDFBytes(capacity: capacity)
        output.append("%PDF-1.7\n%")
        // Four bytes above 127 tell transfer programs that the file is binary (ISO 19005-2, 6.1.2).
        output.append([0xE2, 0xE3, 0xCF, 0xD3])
        output.append("\n")
    }

    /// How much of the file is written.
    private var position: Int { handedOut + output.count }

    /// Hands out what is written and was not handed out yet.
    mutating func takeOutput() throws(DocumentError) -> [UInt8] {
        let digest = if let digest { digest } else { try RunningSHA256() }
        self.digest = digest
        handedOut = position
        let bytes = output.take()
        digest.add(bytes)
        return bytes
    }

    mutating func reserve() -> PDFReference {
        offsets.append(0)
        return PDFReference(number: offsets.count - 1)
    }

    mutating func write(_ reference: PDFReference, _ body: (inout PDFBytes) -> Void) {
        begin(reference)
        body(&output)
        output.append("\nendobj\n")
    }

    mutating func write(_ body: (inout PDFBytes) -> Void) -> PDFReference {
        let reference = reserve()
        write(reference, body)
        return reference
    }

    /// - Parameter entries: what the stream's dictionary holds besides its length.
    mutating func writeStream(_ reference: PDFReference, _ data: [UInt8], entries: (inout PDFBytes) -> Void) {
        begin(reference)
        output.append("<<")
        entries(&output)
        output.append("/Length ")
        output.append(data.count)
        output.append(">>stream\n")
        output.append(data)
        output.append("\nendstream\nendobj\n")
    }

    mutating func writeStream(_ data: [UInt8], entries: (inout PDFBytes) -> Void) -> PDFReference {
        let reference = reserve()
        writeStream(reference, data, entries: entries)
        return reference
    }

    private mutating func begin(_ reference: PDFReference) {
        offsets[reference.number] = position
        output.append(reference.number)
        output.append(" 0 obj\n")
    }

    /// Writes the cross-reference table and the trailer, and gives what was not handed out yet. The file identifier is the
    /// SHA-256 of everything before, so that equal content has an equal identifier.
    mutating func finish(root: PDFReference, information: PDFReference) -> [UInt8] {
        let identifier: [UInt8]
        if let digest {
            digest.add(output.bytes)
            identifier = digest.finish()
        } else {
            identifier = sha256(output.bytes)
        }
        let start = position
        output.append("xref\n0 ")
        output.append(offsets.count)
        output.append("\n0000000000 65535 f \n")
        for offset in offsets.dropFirst() {
            output.append(padded: offset, width: 10)
            output.append(" 00000 n \n")
        }
        output.append("trailer\n<</Size ")
        output.append(offsets.count)
        output.append("/Root ")
        output.append(root)
        output.append("/Info ")
        output.append(information)
        output.append("/ID[")
        for _ in 0..<2 {
            output.append("<")
            for index in stride(from: 0, to: 16, by: 2) {
                output.append(hex: UInt16(identifier[index]) << 8 | UInt16(identifier[index + 1]))
            }
            output.append(">")
        }
        output.append("]>>\nstartxref\n")
        output.append(start)
        output.append("\n%%EOF\n")
        return output.bytes
    }
}
