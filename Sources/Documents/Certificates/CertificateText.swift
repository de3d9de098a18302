import RuralIndustry

/// The texts of one paper as they are printed, each checked: present where it must be, and free of characters
/// that the fonts cannot show.
struct CertificateText {
    /// The fields that people can change, as the paper's JSON names them.
    enum Field: Hashable {
        case levelName, number, issuer(Int), productName, member(Int), group, establishmentName, unit,
            classification
        case decisionNumber, decisionAuthority, place, capacity, signatoryTitle, signatoryName, code, address
    }

    private(set) var issuer: [String] = []
    private(set) var members: [String] = []
    private var texts: [Field: String] = [:]

    /// - Throws: a refusal with everything that is wrong: `paper-text-missing`, `paper-character`.
    init(_ paper: CertificatePaper, checkedBy faces: Faces) throws(Refusal) {
        var violations: [Violation] = []
        func read(_ field: Field, _ source: String, _ typeface: Typeface, optional: Bool = false) -> String {
            let printed = PrintedText(source)
            if printed.isEmpty, !optional { violations.append(field.missing) }
            let missing = faces[typeface].missingCharacters(in: printed.text)
            for scalar in printed.unprintable + missing.filter({ !printed.unprintable.contains($0) }) {
                violations.append(field.lacks(scalar))
            }
            return printed.text
        }
        func set(_ field: Field, _ source: String, _ typeface: Typeface, optional: Bool = false) {
            texts[field] = read(field, source, typeface, optional: optional)
        }

        issuer = paper.issuer.enumerated().map { read(.issuer($0.offset), $0.element, .bold) }
        if issuer.isEmpty { violations.append(Field.issuer(0).missing) }
        set(.levelName, paper.levelName, .displayBold)
        set(.productName, paper.product.name, .displayBoldItalic)
        members = paper.product.members.enumerated().map { read(.member($0.offset), $0.element, .regular) }
        set(.group, paper.product.group, .regular)
        set(.classification, paper.classification ?? "", .regular, optional: true)
        set(.establishmentName, paper.establishment.name, .bold)
        set(.unit, paper.establishment.unit, .regular)
        set(.decisionNumber, paper.decision.number, .regular)
        set(.decisionAuthority, paper.decision.authority, .regular)
        set(.number, paper.number, .bold)
        set(.place, paper.place, .italic)
        set(.capacity, paper.signature.capacity, .bold, optional: true)
        set(.signatoryTitle, paper.signature.title, .bold)
        set(.signatoryName, paper.signature.name, .bold, optional: true)
        set(.code, paper.verification.code, .bold)
        set(.address, paper.verification.address, .regular)
        try Refusal.throwIfAny(violations)
    }

    /// An address without what only a machine reads.
    static func spoken(_ address: String) -> String { String(address.prefix { $0 != "?" && $0 != "#" }) }

    /// Empty if the paper leaves it out.
    subscript(field: Field) -> String {
        switch field {
        case .issuer(let index): issuer[index]
        case .member(let index): members[index]
        default: texts[field] ?? ""
        }
    }
}

extension CertificateText.Field {
    /// Where the field is in the paper's JSON (RFC 6901).
    var pointer: String {
        switch self {
        case .levelName: "/level_name"
        case .number: "/number"
        case .issuer(let index): "/issuer/\(index)"
        case .productName: "/product/name"
        case .member(let index): "/product/members/\(index)"
        case .group: "/product/group"
        case .establishmentName: "/establishment/name"
        case .unit: "/establishment/unit"
        case .classification: "/class"
        case .decisionNumber: "/decision/number"
        case .decisionAuthority: "/decision/authority"
        case .place: "/place"
        case .capacity: "/signature/capacity"
        case .signatoryTitle: "/signature/title"
        case .signatoryName: "/signature/name"
        case .code: "/verification/code"
        case .address: "/verification/address"
        }
    }

    var name: Bilingual {
        switch self {
        case .levelName: Bilingual(vi: "tên cấp", en: "name of the level")
        case .number: Bilingual(vi: "số giấy chứng nhận", en: "certificate number")
        case .issuer: Bilingual(vi: "cơ quan cấp", en: "issuing body")
        case .productName: Bilingual(vi: "tên sản phẩm", en: "product name")
        case .member(let index):
            Bilingual(vi: "sản phẩm thứ \(index + 1) trong bộ", en: "member \(index + 1) of the set")
        case .group: Bilingual(vi: "nhóm sản phẩm", en: "product group")
        case .establishmentName: Bilingual(vi: "tên cơ sở", en: "establishment's name")
        case .unit: Bilingual(vi: "địa bàn của cơ sở", en: "establishment's unit")
        case .classification: Bilingual(vi: "xếp loại", en: "class")
        case .decisionNumber: Bilingual(vi: "số quyết định", en: "decision number")
        case .decisionAuthority: Bilingual(vi: "người ra quyết định", en: "deciding authority")
        case .place: Bilingual(vi: "địa danh", en: "place")
        case .capacity: Bilingual(vi: "thẩm quyền ký", en: "signing capacity")
        case .signatoryTitle: Bilingual(vi: "chức vụ người ký", en: "signatory's title")
        case .signatoryName: Bilingual(vi: "họ tên người ký", en: "signatory's name")
        case .code: Bilingual(vi: "mã tra cứu", en: "verification code")
        case .address: Bilingual(vi: "địa chỉ tra cứu", en: "verification address")
        }
    }

    fileprivate var missing: Violation {
        Violation(
            "paper-text-missing", vi: "Giấy chứng nhận thiếu \(name.vi)",
            en: "The certificate lacks the \(name.en)",
            at: Place(pointer: pointer))
    }

    func lacks(_ scalar: Unicode.Scalar) -> Violation {
        var digits = String(scalar.value, radix: 16, uppercase: true)
        digits = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        // An invisible character would make the message unreadable too.
        let character =
            PrintedText(String(scalar)).unprintable.isEmpty ? "“\(scalar)” (U+\(digits))" : "U+\(digits)"
        return Violation(
            "paper-character",
            vi: "Ký tự \(character) trong \(name.vi) không in được: phông chữ không có ký tự này",
            en: "The character \(character) in the \(name.en) cannot be printed: the fonts do not have it",
            at: Place(pointer: pointer))
    }

    var tooLong: Violation {
        Violation(
            "paper-text-too-long",
            vi: "Giấy chứng nhận không đủ chỗ cho \(name.vi) ở cỡ chữ còn đọc được; hãy rút ngắn",
            en: "The certificate has no room for the \(name.en) at a readable size; shorten it",
            at: Place(pointer: pointer))
    }
}
