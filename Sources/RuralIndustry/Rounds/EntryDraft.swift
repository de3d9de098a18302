/// The columns of the entries file.
public enum EntryColumn: Int, RecordColumn {
    case productID, productExternalID, group, entryCode, judgingName, lowerCertificate, exception,
        nominationNumber
    case nominationDate, filedOn, note

    public static let names = [
        "product_id", "product_external_id", "group", "entry_code", "judging_name", "lower_certificate",
        "exception",
        "nomination_number", "nomination_date", "filed_on", "note",
    ]
    public static let required: [EntryColumn] = []
    public static let requiredOneOf: [[EntryColumn]] = [[.productID, .productExternalID]]
}

/// An entry as somebody files it (TT 26/2014/TT-BCT Đ12): which product, under which code, on which lower award.
public struct EntryDraft: Hashable, Sendable {
    public enum ProductReference: Hashable, Sendable {
        case id(Int64)
        case externalID(String)
    }

    /// The letter by which the lower authority nominates the product.
    public struct NominationLetter: Hashable, Sendable {
        public let number: String
        public let day: Day

        public init(number: String, day: Day) {
            self.number = number
            self.day = day
        }
    }

    public let product: ProductReference
    /// Nil: the product's own group.
    public let group: ProductGroupID?
    /// Nil: one is drawn.
    public let code: String?
    /// What a judge may read instead of the product's name.
    public let judgingName: String?
    /// The full printed number of the lower certificate, or `award:` and the award's number where no certificate has one.
    public let lowerCertificate: String?
    public let exception: EntryException?
    public let nomination: NominationLetter?
    /// Nil: today.
    public let filedOn: Day?
    public let note: String?

    /// Reads a row; throws everything that is wrong with it.
    ///
    /// Violations beside those of every field: `product-reference`, `entry-code-form`, `entry-exception-unknown`,
    /// `lower-award-or-exception`, `nomination-incomplete`.
    public init(_ fields: Fields<EntryColumn>, _ notation: Notation = .plain) throws(Refusal) {
        var reader = FieldReader(fields, notation)
        let product = Self.product(&reader, notation)
        group = reader.text(.group).map(ProductGroupID.init(rawValue:))
        code = reader.value(.entryCode) { (text) throws(Violation) in
            try CodeText(text, "entry-code-form").text
        }
        judgingName = reader.text(.judgingName, limit: TextLimit.name)
        lowerCertificate = reader.text(.lowerCertificate)
        exception = reader.choice(.exception, EntryException.self, code: "entry-exception-unknown")
        nomination = Self.nomination(&reader)
        filedOn = reader.day(.filedOn)
        note = reader.paragraphs(.note)
        if lowerCertificate != nil, exception != nil {
            reader.report(
                Violation(
                    "lower-award-or-exception",
                    vi: "chỉ ghi giấy chứng nhận cấp dưới hoặc lý do ngoại lệ, không ghi cả hai",
                    en: "give a lower certificate or an exception, not both"), in: .exception)
        }
        guard reader.violations.isEmpty, let product else { throw reader.refusal }
        self.product = product
    }

    private static func product(
        _ reader: inout FieldReader<EntryColumn>, _ notation: Notation
    ) -> ProductReference? {
        let id = reader.value(.productID) { (text) throws(Violation) in
            try notation.wholeNumber(text, upTo: .max)
        }
        let external = reader.text(.productExternalID)
        switch (id, external) {
        case (let id?, nil): return .id(id)
        case (nil, let external?): return .externalID(external)
        default:
            if !reader.isGiven(.productID) || external != nil {
                reader.report(
                    Violation(
                        "product-reference",
                        vi: "ghi đúng một trong hai: product_id hoặc product_external_id",
                        en: "fill exactly one of product_id and product_external_id"), in: .productID)
            }
            return nil
        }
    }

    private static func nomination(_ reader: inout FieldReader<EntryColumn>) -> NominationLetter? {
        let number = reader.text(.nominationNumber, limit: 100)
        let day = reader.day(.nominationDate)
        if reader.isGiven(.nominationNumber) != reader.isGiven(.nominationDate) {
            reader.report(
                Violation(
                    "nomination-incomplete", vi: "văn bản đề cử cần cả số và ngày",
                    en: "a nomination needs both its number and its date"), in: .nominationNumber)
        }
        if let number, let day { return NominationLetter(number: number, day: day) }
        return nil
    }
}

/// A short code that people write on paper and type in again: letters, digits, `.`, `_`, `-`; at most 32.
public struct CodeText: Hashable, Sendable {
    public let text: String

    /// - Parameter violation: the code of the violation when the text is no such code.
    public init(_ raw: String, _ violation: String) throws(Violation) {
        let text = try Text.line(raw)
        let first = text.utf8.first.map(Self.isLetterOrDigit) ?? false
        let rest = text.utf8.allSatisfy { Self.isLetterOrDigit($0) || [0x2E, 0x5F, 0x2D].contains($0) }
        guard first, rest, text.utf8.count <= 32 else {
            throw Violation(
                violation,
                vi:
                    "\(Text.quoted(raw)) không phải là mã: chỉ gồm chữ không dấu, chữ số, dấu . _ -, tối đa 32 ký tự",
                en: "\(Text.quoted(raw)) is not a code: only letters without marks, digits, . _ -, at most 32"
            )
        }
        self.text = text
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}

extension EntryColumn {
    public static let headings: [EntryColumn: Bilingual] = [
        .productID: Bilingual(vi: "Số của sản phẩm", en: "Product"),
        .productExternalID: Bilingual(vi: "Mã ngoài của sản phẩm", en: "Product external id"),
        .group: Bilingual(vi: "Nhóm", en: "Group"),
        .entryCode: Bilingual(vi: "Mã dự thi", en: "Entry code"),
        .judgingName: Bilingual(vi: "Tên khi chấm", en: "Judging name"),
        .lowerCertificate: Bilingual(vi: "Giấy chứng nhận cấp dưới", en: "Lower certificate"),
        .nominationNumber: Bilingual(vi: "Số công văn đề cử", en: "Nomination number"),
        .nominationDate: Bilingual(vi: "Ngày công văn đề cử", en: "Nomination date"),
        .filedOn: Bilingual(vi: "Ngày nộp hồ sơ", en: "Filed on"),
        .note: Bilingual(vi: "Ghi chú", en: "Note"),
    ]
}
