public import RuralIndustry

/// Reads the JSON of a design and collects everything that is wrong, each with its JSON pointer.
///
/// A design that is based on a built-in one states only what is different; `null` takes something away (RFC 7396). Lengths
/// are in millimetres (`12.5`), or in points with their unit (`"36pt"`), from the top left corner of the sheet.
struct TemplateReader {
    var violations: [Violation] = []

    static let keys = [
        "id", "title", "based_on", "page", "text_scale", "colours", "wording", "frame", "watermark", "emblem",
        "logo", "ornaments", "layout", "signature_field", "fonts",
    ]

    /// The document with what it is based on, and no word of that any more.
    ///
    /// - Throws: `json-…`, `template-type`, `template-unknown`.
    static func resolved(_ bytes: [UInt8]) throws(Refusal) -> JSONValue {
        let document: JSONValue
        do throws(Violation) { document = try JSONValue(parsing: bytes) } catch { throw Refusal(error) }
        return try resolved(document)
    }

    static func resolved(_ document: JSONValue) throws(Refusal) -> JSONValue {
        guard case .object(var members) = document else {
            throw Refusal(
                Violation(
                    "template-type", vi: "Mẫu phải là một đối tượng { … }",
                    en: "A template must be an object { … }", at: Place(pointer: "")))
        }
        guard let base = members.removeValue(forKey: "based_on"), !base.isNull else {
            return .object(members)
        }
        let pointer = "/based_on"
        guard let id = base.string, let under = try CertificateTemplate.builtInDocument(id) else {
            throw Refusal(.unknownTemplate(base.string ?? base.text, at: pointer))
        }
        return under.patched(with: .object(members))
    }

    // MARK: The whole

    /// Nil if something is wrong, which is then among the violations.
    mutating func template(_ document: JSONValue) -> CertificateTemplate? {
        let top = TemplateField(value: document, pointer: "")
        guard expectObject(top, keys: Self.keys) else { return nil }
        let id = identifier(top["id"])
        let title = text(top["title"])
        let format: (CertificateTemplate.PageFormat, PageSize)? = pageSize(top["page"])
        let palettes = readPalettes(top["colours"])
        let wording = readWording(top["wording"])
        let frame: CertificateTemplate.Frame? = choice(top["frame"])
        let watermark: CertificateTemplate.Watermark? = choice(top["watermark"])
        let scale = number(top["text_scale"], in: 0.5...1.5)
        let fonts = readFonts(top["fonts"])
        guard let (format, size) = format else { return nil }
        let geometry: CertificateGeometry?
        if let scale { geometry = readGeometry(top["layout"], size, scale: scale) } else { geometry = nil }
        let signatureArea = readSignatureArea(top["signature_field"], on: size)
        let emblem = picture(top["emblem"], on: size, isRead: true)
        let logo = picture(top["logo"], on: size, isRead: true)
        let ornaments = readOrnaments(top["ornaments"], on: size)
        guard violations.isEmpty, let id, let title, let wording, let frame, let watermark, let geometry
        else { return nil }
        return CertificateTemplate(
            id: id, title: title, document: document, wording: wording, palettes: palettes, fonts: fonts,
            contentHash: sha256Hex(document.utf8), page: format, geometry: geometry, frame: frame,
            watermark: watermark, emblem: emblem, logo: logo,
            ornaments: ornaments, signatureArea: signatureArea)
    }

    mutating func identifier(_ field: TemplateField) -> String? {
        guard let id = text(field) else { return nil }
        let isSound =
            id.utf8.count <= 64
            && id.utf8.allSatisfy {
                (48...57).contains($0) || (97...122).contains($0) || $0 == UInt8(ascii: "-")
                    || $0 == UInt8(ascii: ".")
            }
        guard isSound else {
            note(
                "template-id", field.pointer,
                vi: "Mã mẫu chỉ gồm chữ thường không dấu, chữ số, “-” và “.”, nhiều nhất 64 ký tự",
                en: "An id has lower-case ASCII letters, digits, “-” and “.” only, at most 64")
            return nil
        }
        return id
    }

    private enum Orientation: String, CaseIterable { case landscape, portrait }

    private mutating func pageSize(_ field: TemplateField) -> (CertificateTemplate.PageFormat, PageSize)? {
        guard expectObject(field, keys: ["size", "orientation"]),
            let format: CertificateTemplate.PageFormat = choice(field["size"]),
            let orientation: Orientation = choice(field["orientation"])
        else { return nil }
        return (format, orientation == .landscape ? format.size.landscape : format.size)
    }

    private mutating func readFonts(_ field: TemplateField) -> [String: String] {
        guard field.isStated, expectObject(field, keys: FontSet.fileNames.sorted()),
            case .object(let members) = field.value
        else { return [:] }
        var fonts: [String: String] = [:]
        for name in members.keys.sorted() where FontSet.fileNames.contains(name) {
            guard let hash = text(field[name]) else { continue }
            if hash.utf8.count == 64, hash.allSatisfy(\.isHexDigit) {
                fonts[name] = hash.lowercased()
            } else {
                note(
                    "template-value", field[name].pointer,
                    vi: "Phải là SHA-256 gồm 64 chữ số thập lục phân, như sha256sum in ra",
                    en: "It must be a SHA-256 of 64 hexadecimal digits, as sha256sum prints it")
            }
        }
        return fonts
    }

    // MARK: Colours

    private static let leastContrast = 4.5

    mutating func readPalettes(_ field: TemplateField) -> [SelectionLevel: CertificateTemplate.Palette] {
        let levels = SelectionLevel.allCases.map(\.rawValue)
        guard expectObject(field, keys: levels) else { return [:] }
        var palettes: [SelectionLevel: CertificateTemplate.Palette] = [:]
        for level in SelectionLevel.allCases where field[level.rawValue].isStated {
            palettes[level] = palette(field[level.rawValue])
        }
        if !levels.contains(where: { field[$0].isStated }) { missing(field) }
        return palettes
    }

    private mutating func palette(_ field: TemplateField) -> CertificateTemplate.Palette? {
        guard expectObject(field, keys: ["accent", "metal", "ink", "muted"]) else { return nil }
        let accent = readable(field["accent"])
        let metal = color(field["metal"])
        let ink = readable(field["ink"])
        let muted = readable(field["muted"])
        guard let accent, let metal, let ink, let muted else { return nil }
        return CertificateTemplate.Palette(accent: accent, metal: metal, ink: ink, muted: muted)
    }

    /// Texts are set in it.
    private mutating func readable(_ field: TemplateField) -> Color? {
        guard let color = color(field) else { return nil }
        if color.contrastOnWhite < Self.leastContrast {
            note(
                "template-colour-pale", field.pointer,
                vi: "Màu này quá nhạt cho chữ trên giấy trắng; hãy chọn màu đậm hơn (tương phản từ 4,5)",
                en: "This colour is too pale for text on white paper; choose a darker one (contrast of 4.5)")
        }
        return color
    }

    // MARK: Wording

    private static let wordingKeys = [
        "nation", "motto", "title", "distinction", "members", "group", "class", "holder", "decision",
        "decided_by", "number", "valid_through", "scan", "code", "specimen", "qr_code", "signature_reason",
        "signature_field", "signed_by", "signed_at",
    ]

    private mutating func readWording(_ field: TemplateField) -> CertificateTemplate.Wording? {
        guard expectObject(field, keys: Self.wordingKeys) else { return nil }
        var texts: [String: String] = [:]
        for key in Self.wordingKeys { texts[key] = text(field[key]) }
        guard texts.count == Self.wordingKeys.count else { return nil }
        func word(_ key: String) -> String { texts[key] ?? "" }
        return CertificateTemplate.Wording(
            nation: word("nation"), motto: word("motto"), title: word("title"),
            distinction: word("distinction"), members: word("members"), group: word("group"),
            classification: word("class"), holder: word("holder"), decision: word("decision"),
            decidedBy: word("decided_by"), number: word("number"), validThrough: word("valid_through"),
            scan: word("scan"), code: word("code"), specimen: word("specimen"), qrCode: word("qr_code"),
            signatureReason: word("signature_reason"), signatureField: word("signature_field"),
            signedBy: word("signed_by"), signedAt: word("signed_at"))
    }

    // MARK: Places

    private static let layoutKeys = [
        "interior", "margin", "nation_baseline", "motto_baseline", "body_top", "foot_bottom",
        "register_width", "signature_width", "code_side", "code_gap", "seal_width", "seal_height",
    ]

    private mutating func readGeometry(
        _ field: TemplateField, _ page: PageSize, scale: Double
    ) -> CertificateGeometry? {
        guard expectObject(field, keys: Self.layoutKeys) else { return nil }
        var lengths: [String: Double] = [:]
        for key in Self.layoutKeys { lengths[key] = length(field[key]) }
        guard lengths.count == Self.layoutKeys.count else { return nil }
        func stated(_ key: String) -> Double { lengths[key] ?? 0 }
        let geometry = CertificateGeometry(
            page: page, scale: scale, interiorInset: stated("interior"), margin: stated("margin"),
            nationBaseline: stated("nation_baseline"), mottoBaseline: stated("motto_baseline"),
            bodyTop: stated("body_top"), footBottom: stated("foot_bottom"),
            registerWidth: stated("register_width"), signatureWidth: stated("signature_width"),
            codeSide: stated("code_side"), codeGap: stated("code_gap"),
            sealSize: .init(width: stated("seal_width"), height: stated("seal_height")))
        let count = violations.count
        for key in Self.layoutKeys where (lengths[key] ?? 0) < 0 {
            note("template-length", field[key].pointer, vi: "Không được âm", en: "It must not be negative")
        }
        expectSound(geometry, field)
        return violations.count == count ? geometry : nil
    }

    /// A QR code of 400 bytes is read from a rendering of 150 dots per inch from this size on.
    private static let leastCodeSide = millimetres(28)

    private mutating func expectSound(_ geometry: CertificateGeometry, _ field: TemplateField) {
        let interior = geometry.interior
        func offPage(_ key: String, vi: String, en: String) {
            note("template-off-page", field[key].pointer, vi: vi, en: en)
        }
        if interior.width < 100 || interior.height < 100 {
            offPage(
                "interior", vi: "Lề này không còn chỗ cho chữ; hãy giảm", en: "It leaves no room; reduce it")
        }
        if geometry.margin < geometry.interiorInset {
            offPage(
                "margin", vi: "Chữ sẽ nằm ngoài vùng trong khung; phải lớn hơn hoặc bằng interior",
                en: "Texts would leave the frame; it must be at least interior")
        }
        if geometry.footBottom > interior.maxY {
            offPage(
                "foot_bottom", vi: "Chân giấy nằm ngoài vùng trong khung; hãy giảm",
                en: "The foot leaves the frame; reduce it")
        }
        for key in ["nation_baseline", "motto_baseline", "body_top"] {
            let y =
                key == "nation_baseline"
                ? geometry.nationBaseline
                : key == "motto_baseline" ? geometry.mottoBaseline : geometry.bodyTop
            if y < interior.y || y > geometry.footBottom {
                offPage(
                    key, vi: "Nằm ngoài vùng trong khung; hãy sửa", en: "It is outside the frame; correct it")
            }
        }
        if geometry.registerWidth + geometry.signatureWidth > geometry.bodyWidth {
            note(
                "template-overlap", field["register_width"].pointer,
                vi: "Hai cột register_width và signature_width chồng lên nhau; hãy giảm một cột",
                en: "The columns register_width and signature_width overlap; reduce one of them")
        }
        if geometry.codeSide < Self.leastCodeSide {
            note(
                "template-code-small", field["code_side"].pointer,
                vi: "Mã QR nhỏ quá, điện thoại khó đọc; cần ít nhất 28 mm",
                en: "The QR code is too small for phones; it needs at least 28 mm")
        }
        if geometry.explanationWidth < 60 {
            offPage(
                "code_side", vi: "Không còn chỗ bên cạnh mã QR; hãy tăng register_width",
                en: "There is no room beside the QR code; increase register_width")
        }
        if geometry.sealSize.width > geometry.signatureWidth {
            offPage(
                "seal_width", vi: "Rộng hơn cột chữ ký; hãy giảm",
                en: "It is wider than the signature's column; reduce it")
        }
    }

    private mutating func readSignatureArea(
        _ field: TemplateField, on page: PageSize
    ) -> CertificateTemplate.SignatureArea? {
        guard field.isStated, expectObject(field, keys: ["x", "y", "width", "height"]) else { return nil }
        if field["x"].isStated || field["y"].isStated {
            return area(field, on: page).map {
                .init(size: .init(width: $0.width, height: $0.height), area: $0)
            }
        }
        guard let width = length(field["width"]), let height = length(field["height"]) else { return nil }
        guard width >= millimetres(20), height >= millimetres(8) else {
            note(
                "template-value", field.pointer, vi: "Ô chữ ký số nhỏ quá; cần ít nhất 20 × 8 mm",
                en: "The signature's field is too small; it needs at least 20 × 8 mm")
            return nil
        }
        return .init(size: .init(width: width, height: height), area: nil)
    }
}

extension CertificateTemplate {
    /// - Throws: a refusal with everything that is wrong, each with its JSON pointer.
    public init(_ document: JSONValue) throws(Refusal) {
        let document = try TemplateReader.resolved(document)
        var reader = TemplateReader()
        let template = reader.template(document)
        try Refusal.throwIfAny(reader.violations)
        guard let template else { throw Refusal(.unknownTemplate(document["id"]?.string ?? "")) }
        self = template
    }
}

extension JSONValue {
    /// This value with the changes of another (RFC 7396).
    func patched(with patch: JSONValue) -> JSONValue {
        guard case .object(let changes) = patch else { return patch }
        var members: [String: JSONValue] = [:]
        if case .object(let own) = self { members = own }
        for (key, change) in changes {
            members[key] = change.isNull ? .null : (members[key] ?? .null).patched(with: change)
        }
        return .object(members)
    }
}
