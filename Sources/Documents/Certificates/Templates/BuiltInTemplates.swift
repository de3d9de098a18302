public import RuralIndustry

extension CertificateTemplate {
    /// The designs that come with the program, data of the same form as an organiser's own.
    ///
    /// - Throws: never with the data that are shipped, which a test reads.
    public static func builtIn(_ id: String) throws(Refusal) -> CertificateTemplate? {
        guard let document = try builtInDocument(id) else { return nil }
        return try CertificateTemplate(document)
    }

    public static let builtInIDs = ["standard-1", "standard-1-a5", "standard-1-signed"]
    /// The design that is used where none is named.
    public static let standardID = "standard-1"

    /// The design that papers are in which name no identity: those issued before designs were data. Its file is never
    /// changed; a better design gets another id.
    static func standard() throws(Refusal) -> CertificateTemplate { try readStandard.get() }

    /// Read once: a batch asks for it with each of its papers.
    private static let readStandard = Result { () throws(Refusal) -> CertificateTemplate in
        guard let template = try builtIn(standardID) else { throw Refusal(.unknownTemplate(standardID)) }
        return template
    }

    /// The JSON of a built-in design with what it is based on.
    static func builtInDocument(_ id: String) throws(Refusal) -> JSONValue? {
        guard let bytes = builtInBytes(id) else { return nil }
        return try TemplateReader.resolved(bytes)
    }

    private static func builtInBytes(_ id: String) -> [UInt8]? {
        switch id {
        case "standard-1": PackageResources.standard_1_json
        case "standard-1-a5": PackageResources.standard_1_a5_json
        case "standard-1-signed": PackageResources.standard_1_signed_json
        default: nil
        }
    }
}

extension Violation {
    static func unknownTemplate(_ id: String, at pointer: String? = nil) -> Violation {
        let known = CertificateTemplate.builtInIDs.joined(separator: ", ")
        return Violation(
            "template-unknown", vi: "Không có mẫu “\(id)”; các mẫu có sẵn: \(known)",
            en: "There is no template “\(id)”; the built-in ones are: \(known)", at: Place(pointer: pointer))
    }
}
