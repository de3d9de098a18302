public import RuralIndustry

/// What the QR code of a certificate states, small enough to be signed on the paper itself.
public struct CertificateStatement: Hashable, Sendable {
    public var number: String
    public var level: SelectionLevel
    public var decisionNumber: String
    public var decidedOn: Day
    public var issuedOn: Day
    /// The last day on which the certificate is valid.
    public var validThrough: Day
    /// The first characters of the name; the whole one unless `isCut`.
    public var productName: String
    public var establishmentName: String
    /// Over the full names: `SHA-256(product LF establishment)`, in UTF-8 and composed form.
    public var namesHash: SHA256Digest
    public var isSpecimen: Bool

    /// How many characters of a name are shown at most.
    public static let nameLimit = 60

    public init(
        number: String, level: SelectionLevel, decisionNumber: String, decidedOn: Day, issuedOn: Day,
        validThrough: Day,
        productName: String, establishmentName: String, isSpecimen: Bool
    ) {
        self.number = number.composed
        self.level = level
        self.decisionNumber = decisionNumber.composed
        self.decidedOn = decidedOn
        self.issuedOn = issuedOn
        self.validThrough = validThrough
        let (product, establishment) = (productName.composed, establishmentName.composed)
        namesHash = Self.hash(product, establishment)
        self.productName = Self.cut(product, Self.nameLimit)
        self.establishmentName = Self.cut(establishment, Self.nameLimit)
        self.isSpecimen = isSpecimen
    }

    /// Whether these are the full names, to the letter.
    public func isOf(product: String, establishment: String) -> Bool {
        Self.hash(product.composed, establishment.composed) == namesHash
    }

    /// Whether a name is not shown to its end.
    public var isCut: Bool { Self.hash(productName, establishmentName) != namesHash }

    private static func hash(_ product: String, _ establishment: String) -> SHA256Digest {
        SHA256Digest(of: Array("\(product)\n\(establishment)".utf8))
    }

    /// As much of a text as a limit of characters allows, and a length byte.
    static func cut(_ text: String, _ limit: Int) -> String {
        var cut = text.unicodeScalars.prefix(limit)
        while VietnameseBytes.encode(cut).count > 255 { cut = cut.dropLast() }
        return String(String.UnicodeScalarView(cut))
    }
}

/// The bytes of a statement. They never change: papers that carry them hang on walls for years.
///
///     0       format 1; bit 7 set for a specimen
///     1       level: 0 commune, 1 district, 2 provincial, 3 regional, 4 national
///     2…7     issued, valid through, decided: days since 2000-01-01, two bytes each, the high one first
///     8…11    the first bytes of the SHA-256 of the signing key
///     12…43   SHA-256 of the full names
///     44…     number, decision number, product, establishment: a length byte and VietnameseBytes each
extension CertificateStatement {
    private static let format: UInt8 = 1
    private static let levels: [SelectionLevel] = [.commune, .district, .provincial, .regional, .national]
    static let keyHintLength = 4

    /// - Throws: `statement-unwritable` for texts or days beyond what the format holds.
    func bytes(signedBy key: VerifyingKey) throws(Violation) -> [UInt8] {
        guard let level = Self.levels.firstIndex(of: level) else { throw Self.unwritable }
        var bytes = [Self.format | (isSpecimen ? 0x80 : 0), UInt8(level)]
        for day in [issuedOn, validThrough, decidedOn] {
            guard let number = UInt16(exactly: day.daysSince2000) else { throw Self.unwritable }
            bytes += [UInt8(number >> 8), UInt8(number & 0xFF)]
        }
        bytes += key.hint + namesHash.bytes
        for text in [number, decisionNumber, productName, establishmentName] {
            let encoded = VietnameseBytes.encode(text.unicodeScalars)
            guard let length = UInt8(exactly: encoded.count) else { throw Self.unwritable }
            bytes.append(length)
            bytes += encoded
        }
        return bytes
    }

    /// Nil for bytes that `bytes(signedBy:)` does not write.
    init?(bytes: [UInt8]) {
        guard bytes.count >= 48, bytes[0] & 0x7F == Self.format, Int(bytes[1]) < Self.levels.count else {
            return nil
        }
        isSpecimen = bytes[0] & 0x80 != 0
        level = Self.levels[Int(bytes[1])]
        func day(_ index: Int) -> Day {
            Day(daysSince2000: Int32(bytes[index]) << 8 | Int32(bytes[index + 1]))
        }
        (issuedOn, validThrough, decidedOn) = (day(2), day(4), day(6))
        guard let hash = SHA256Digest(bytes: Array(bytes[12..<44])) else { return nil }
        namesHash = hash
        var rest = bytes[44...]
        var texts: [String] = []
        while let length = rest.first {
            let text = rest.dropFirst().prefix(Int(length))
            guard text.count == Int(length), let decoded = VietnameseBytes.decode(text) else { return nil }
            texts.append(decoded)
            rest = rest.dropFirst(1 + Int(length))
        }
        guard texts.count == 4 else { return nil }
        (number, decisionNumber, productName, establishmentName) = (texts[0], texts[1], texts[2], texts[3])
    }

    static let unwritable = Violation(
        "statement-unwritable", vi: "số, quyết định hoặc ngày không ghi được vào mã QR",
        en: "number, decision or days cannot be written into the QR code")
}

extension VerifyingKey {
    /// What a statement calls its key by.
    var hint: [UInt8] { Array(SHA256Digest(of: bytes).bytes.prefix(CertificateStatement.keyHintLength)) }
}
