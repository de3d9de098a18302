public import RuralIndustry

/// The design of labels as data: colours for each level, wording, and the programme's logo. Where things stand follows from the
/// size of the label.
///
/// An organiser's own states what is different from a built-in one, such as `logo` alone.
public struct LabelTemplate: Sendable {
    public let id: String
    public let title: String
    /// The whole design as JSON.
    public let document: JSONValue
    let palettes: [SelectionLevel: CertificateTemplate.Palette]
    let wording: Wording
    let logo: Logo

    struct Wording: Hashable, Sendable {
        /// Before the level's name.
        let distinction: String
        let number: String
        let validThrough: String
        let specimen: String
        /// The QR code in words, before its address.
        let qrCode: String
    }

    struct Logo: Sendable {
        let content: CertificateTemplate.Picture.Content
        /// For who cannot see it.
        let description: String
    }

    public static let builtInIDs = ["label-1"]
    public static let standardID = "label-1"

    /// - Throws: never with the data that are shipped, which a test reads.
    public static func builtIn(_ id: String) throws(Refusal) -> LabelTemplate? {
        guard id == standardID else { return nil }
        let document: JSONValue
        do throws(Violation) {
            document = try JSONValue(parsing: PackageResources.label_1_json)
        } catch {
            throw Refusal(error)
        }
        return try LabelTemplate(document)
    }

    /// Whether a document means to be one, and not the design of a certificate.
    public static func isMeant(by document: JSONValue) -> Bool {
        document["kind"]?.string == "label" || builtInIDs.contains(document["based_on"]?.string ?? "")
    }

    /// - Throws: a refusal with everything that is wrong, each with its JSON pointer.
    public init(_ document: JSONValue) throws(Refusal) {
        let document = try Self.resolved(document)
        var reader = TemplateReader()
        let template = reader.labelTemplate(document)
        try Refusal.throwIfAny(reader.violations)
        guard let template else { throw Refusal(.unknownLabel(document["id"]?.string ?? "")) }
        self = template
    }

    init(
        id: String, title: String, document: JSONValue,
        palettes: [SelectionLevel: CertificateTemplate.Palette], wording: Wording, logo: Logo
    ) {
        self.id = id
        self.title = title
        self.document = document
        self.palettes = palettes
        self.wording = wording
        self.logo = logo
    }

    /// The document with what it is based on.
    private static func resolved(_ document: JSONValue) throws(Refusal) -> JSONValue {
        guard case .object(var members) = document, let base = members.removeValue(forKey: "based_on"),
            !base.isNull
        else { return document }
        guard let id = base.string, let under = try builtIn(id) else {
            throw Refusal(.unknownLabel(base.string ?? base.text, at: "/based_on"))
        }
        return under.document.patched(with: .object(members))
    }
}

extension Violation {
    static func unknownLabel(_ id: String, at pointer: String? = nil) -> Violation {
        let known = LabelTemplate.builtInIDs.joined(separator: ", ")
        return Violation(
            "template-unknown", vi: "Không có mẫu nhãn “\(id)”; mẫu có sẵn: \(known)",
            en: "There is no label template “\(id)”; the built-in ones are: \(known)",
            at: Place(pointer: pointer))
    }
}

extension TemplateReader {
    private static let labelKeys = ["id", "kind", "title", "colours", "wording", "logo"]
    private static let labelWordingKeys = ["distinction", "number", "valid_through", "specimen", "qr_code"]

    private enum Kind: String, CaseIterable { case label }

    /// Nil if something is wrong, which is then among the violations.
    mutating func labelTemplate(_ document: JSONValue) -> LabelTemplate? {
        let top = TemplateField(value: document, pointer: "")
        guard expectObject(top, keys: Self.labelKeys) else { return nil }
        let id = identifier(top["id"])
        // a certificate's design is told at once
        let kind: Kind? = choice(top["kind"])
        let title = text(top["title"])
        let palettes = readPalettes(top["colours"])
        let wording = readLabelWording(top["wording"])
        let logo = readLogo(top["logo"])
        guard violations.isEmpty, kind != nil, let id, let title, let wording, let logo else { return nil }
        return LabelTemplate(
            id: id, title: title, document: document, palettes: palettes, wording: wording, logo: logo)
    }

    private mutating func readLabelWording(_ field: TemplateField) -> LabelTemplate.Wording? {
        guard expectObject(field, keys: Self.labelWordingKeys) else { return nil }
        var texts: [String: String] = [:]
        for key in Self.labelWordingKeys {
            guard let text = text(field[key]) else { continue }
            texts[key] = text
            // it stands beside names of 200 characters
            if text.count > 80 {
                note(
                    "template-text", field[key].pointer, vi: "Nhiều nhất 80 ký tự; hãy rút ngắn",
                    en: "At most 80 characters; shorten it")
            }
        }
        guard texts.count == Self.labelWordingKeys.count else { return nil }
        func word(_ key: String) -> String { texts[key] ?? "" }
        return LabelTemplate.Wording(
            distinction: word("distinction"), number: word("number"), validThrough: word("valid_through"),
            specimen: word("specimen"), qrCode: word("qr_code"))
    }

    private mutating func readLogo(_ field: TemplateField) -> LabelTemplate.Logo? {
        guard expectObject(field, keys: ["description", "svg", "png"]) else { return nil }
        let description = text(field["description"])
        guard field["svg"].isStated != field["png"].isStated else {
            note(
                "template-picture", field.pointer,
                vi: "Hình cần đúng một trong hai: svg (đường nét) hoặc png (tệp PNG dạng Base64)",
                en: "A picture needs exactly one of svg (paths) and png (a PNG file in Base64)")
            return nil
        }
        let content: CertificateTemplate.Picture.Content?
        if field["svg"].isStated {
            content = vector(field["svg"]).map { .vector($0) }
        } else {
            // the place of the smallest labels; on larger ones it is drawn no larger than its pixels allow
            let least = Rect(
                x: 0, y: 0, width: LabelLayout.leastCodeSide, height: LabelLayout.leastLogoSide)
            content = bitmap(field["png"], area: least).map { .bitmap($0) }
        }
        guard let content, let description else { return nil }
        return LabelTemplate.Logo(content: content, description: description)
    }
}
