public import RuralIndustry

/// The place that a file keeps free for a signature, and what it says about it (ISO 32000-1, 12.8; ETSI EN 319 142-1).
public struct SignaturePlace: Hashable, Sendable {
    /// What `/M` says: a claim of the signer. To the second.
    public let signedAt: Instant
    /// How many bytes the signature may have.
    public let reservedBytes: Int

    public init(signedAt: Instant, reservedBytes: Int) {
        self.signedAt = signedAt
        self.reservedBytes = reservedBytes
    }
}

/// A signature field as it is written into a document.
struct SignatureField {
    let place: SignaturePlace
    let reason: String
    /// Where it was signed.
    let location: String
    /// The field in words, for readers who cannot see it.
    let description: String
    /// Nil: nothing is seen of it.
    var appearance: Appearance?

    /// Where on its page a field is seen, and what of it.
    struct Appearance {
        let area: Rect
        let pageHeight: Double
        /// On a canvas as large as the area.
        let draw: (inout PDFCanvas, PDFDocument) -> Void
    }

    /// A widget without extent needs no appearance (ISO 19005-2, 6.3.3). It is in the structure tree as a form element, and
    /// described in words (ISO 14289-1, 7.18.4).
    func writeWidget(
        to output: inout PDFBytes, value: PDFReference, page: PDFReference, key: Int,
        appearance reference: PDFReference? = nil
    ) {
        output.append("<</Type/Annot/Subtype/Widget/FT/Sig/T(Signature1)/TU")
        output.append(textString: description)
        output.append("/F 132/Rect[")
        if let appearance, let reference {
            let (area, height) = (appearance.area, appearance.pageHeight)
            output.append(numbers: area.x, height - area.maxY, area.maxX, height - area.y)
            output.append("]/AP<</N ")
            output.append(reference)
            output.append(">>/P ")
        } else {
            output.append("0 0 0 0]/P ")
        }
        output.append(page)
        output.append("/V ")
        output.append(value)
        output.append("/StructParent ")
        output.append(key)
        output.append(">>")
    }

    /// The signature's dictionary with its places blank; returns where in the file they are.
    func writeValue(to output: inout PDFBytes) -> SignatureGap {
        output.append("<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M(D:")
        output.append("\(place.signedAt.iso.prefix(19).filter(\.isNumber))+07'00')/Reason")
        output.append(textString: reason)
        output.append("/Location")
        output.append(textString: location)
        output.append("/ByteRange[0 ")
        let range = output.count
        output.append([UInt8](repeating: UInt8(ascii: " "), count: SignatureGap.rangeWidth))
        output.append("]/Contents")
        let contents = output.count
        output.append("<")
        output.append([UInt8](repeating: UInt8(ascii: "0"), count: 2 * place.reservedBytes))
        output.append(">>>")
        return SignatureGap(range: range, contents: contents, reservedBytes: place.reservedBytes)
    }
}

/// Where in a file the byte range and the signature go.
struct SignatureGap {
    /// Three numbers and two blanks.
    static let rangeWidth = 32

    let range: Int
    /// Of the bracket before the first digit.
    let contents: Int
    let reservedBytes: Int

    var end: Int { contents + 2 * reservedBytes + 2 }
}

/// A file that lacks nothing but its signature.
public struct UnsignedFile: Sendable {
    private var bytes: [UInt8]
    private let gap: SignatureGap

    init(_ bytes: [UInt8], gap: SignatureGap) {
        self.bytes = bytes
        self.gap = gap
        // all bytes but the signature itself are signed (ISO 19005-2, 6.4.3)
        var range = "\(gap.contents) \(gap.end) \(bytes.count - gap.end)".utf8.map { $0 }
        range += [UInt8](repeating: UInt8(ascii: " "), count: max(0, SignatureGap.rangeWidth - range.count))
        self.bytes.replaceSubrange(gap.range..<gap.range + SignatureGap.rangeWidth, with: range)
    }

    /// What is to be signed.
    public var content: [UInt8] { Array(bytes[..<gap.contents] + bytes[gap.end...]) }

    /// The finished file.
    ///
    /// - Throws: `signature-too-large`.
    public func signed(with signature: [UInt8]) throws(DocumentError) -> [UInt8] {
        guard signature.count <= gap.reservedBytes else {
            throw .signatureTooLarge(signature.count, reserved: gap.reservedBytes)
        }
        var signed = bytes
        let digits = Array("0123456789ABCDEF".utf8)
        var position = gap.contents + 1
        for byte in signature {
            signed[position] = digits[Int(byte >> 4)]
            signed[position + 1] = digits[Int(byte & 15)]
            position += 2
        }
        return signed
    }
}
