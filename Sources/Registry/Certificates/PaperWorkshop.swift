import Documents
public import Evidence
public import RuralIndustry

/// What papers are made with on the machine that the program runs on: fonts, the address that codes lead to, the key that signs
/// codes, and who signs files. Nothing of it is in the database.
///
/// Each is asked for when it is needed, so that what is mended while a service runs is mended at once. Fonts alone are kept once
/// they could be read.
public struct PaperWorkshop: Sendable {
    /// Draws the mark MẪU on certificates: what is issued here is none.
    public let isSpecimen: Bool
    /// Those of all papers that the service draws.
    public let fonts: PaperFonts
    let address: @Sendable () throws -> String
    let codeKey: @Sendable (_ isTrial: Bool) async throws -> SigningKey
    let signing: @Sendable (_ now: Instant) throws -> CertificateSigning?

    /// - Parameters:
    ///   - address: `https://…`, without a slash at the end: what codes lead to.
    ///   - codeKey: the key that signs codes; a trial keeps nothing, so that no key has to be made for it.
    ///   - signing: how files are signed at a moment; nil: they are not.
    public init(
        isSpecimen: Bool, fonts: PaperFonts,
        address: @escaping @Sendable () throws -> String,
        codeKey: @escaping @Sendable (_ isTrial: Bool) async throws -> SigningKey,
        signing: @escaping @Sendable (_ now: Instant) throws -> CertificateSigning?
    ) {
        self.isSpecimen = isSpecimen
        self.fonts = fonts
        self.address = address
        self.codeKey = codeKey
        self.signing = signing
    }

    /// Why no certificate can be issued here, all of it: fonts, address or keys that are missing. Empty: nothing is.
    public func lacks(at now: Instant) async -> [Violation] {
        var lacks: [Violation] = []
        do { _ = try fonts() } catch { lacks += Self.violations(of: error) }
        do { _ = try address() } catch { lacks += Self.violations(of: error) }
        do { _ = try await codeKey(true) } catch { lacks += Self.violations(of: error) }
        do { _ = try signing(now) } catch { lacks += Self.violations(of: error) }
        return lacks
    }

    /// Whether files are signed here. False also where the key is not to be had now.
    public func signs(at now: Instant) -> Bool { (try? signing(now)) ?? nil != nil }

    /// A piece of work of the workshop: what keeps it from being done comes back as a refusal.
    func work<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as DocumentError {
            throw Refusal(Violation(error.code, vi: error.text.vi, en: error.text.en))
        } catch let violation as Violation {
            throw Refusal(violation)
        }
    }

    func issue(
        ofRound round: Int64, on day: Day, template: CertificateTemplate?, isTrial: Bool
    ) async throws -> CertificateIssue {
        try await work {
            CertificateIssue(
                round: round, issuedOn: day, baseURL: try address(), isSpecimen: isSpecimen,
                fonts: try fonts(), codeKey: try await codeKey(isTrial),
                template: template)
        }
    }

    private static func violations(of error: any Error) -> [Violation] {
        switch error {
        case let refusal as Refusal: refusal.violations
        case let violation as Violation: [violation]
        case let error as DocumentError: [Violation(error.code, vi: error.text.vi, en: error.text.en)]
        default: [Violation("workshop-unusable", vi: "không dùng được: \(error)", en: "unusable: \(error)")]
        }
    }
}

extension Registry {
    /// The design that papers are in where none is chosen.
    public static var standardDesign: String { CertificateTemplate.standardID }
}
