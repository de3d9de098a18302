public import Documents
public import Evidence
import FoundationEssentials
import Postgres
public import RuralIndustry

/// How the certificates of a round are to be issued.
public struct CertificateIssue: Sendable {
    public var round: Int64
    public var issuedOn: Day
    /// `https://…`, without a slash at the end: what the QR code's address begins with.
    public var baseURL: String
    /// Draws the mark MẪU: demonstration papers are no certificates.
    public var isSpecimen: Bool
    /// What the papers will be drawn with: a text that cannot be drawn is refused before a number is given to it. Nil: not
    /// asked.
    public var fonts: FontSet?
    /// Signs what the QR code states, so that it can be checked without a server. Nil: the code is an address only.
    public var codeKey: SigningKey?
    /// The design that the papers are in; nil: the standard one, and for a replacement that of the old paper.
    public var template: CertificateTemplate?
    /// Whether the papers may be drawn in other font files than those that the design names.
    public var allowsOtherFonts: Bool

    public init(
        round: Int64, issuedOn: Day, baseURL: String, isSpecimen: Bool = false, fonts: FontSet? = nil,
        codeKey: SigningKey? = nil, template: CertificateTemplate? = nil, allowsOtherFonts: Bool = false
    ) {
        self.template = template
        self.allowsOtherFonts = allowsOtherFonts
        self.codeKey = codeKey
        self.fonts = fonts
        self.round = round
        self.issuedOn = issuedOn
        self.baseURL = baseURL
        self.isSpecimen = isSpecimen
    }
}

extension Registry {
    /// Gives every award of a decided round that has none yet its certificate: number, code, days and everything that is
    /// printed, all in one transaction. Files are drawn from that afterwards. Returns how many were issued now.
    ///
    /// Numbers are gapless: the series' row is locked, and a number that was taken by a transaction that failed is taken
    /// again by the next.
    ///
    /// - Parameter shown: as of the service's issuing; nil: nobody looked before.
    public func issueCertificates(
        _ issue: CertificateIssue, shown: String? = nil, as viewer: Viewer, dryRun: Bool = false
    ) async throws -> Int {
        try await change(.certificateIssue, of: .one("round", id: issue.round), as: viewer, dryRun: dryRun) {
            session in
            let issued = try session.issue(issue)
            try Refusal.throwIfAny(issued.violations)
            if !issued.papers.isEmpty { try SeenAct(issued.papers).require(shown) }
            return issued.papers.count
        }
    }
}

/// Certificates that were given their numbers, and what of them cannot be printed.
struct NewCertificates: Sendable {
    var papers: [CertificatePaper] = []
    var violations: [Violation] = []
}

extension Session {
    /// Gives every award of a decided round that has none yet its certificate. Whoever keeps that refuses it if there are
    /// violations.
    func issue(_ issue: CertificateIssue) throws -> NewCertificates {
        let round = try roundForChange(issue.round)
        try requireState(
            round, [.decided, .published],
            to: Bilingual(vi: "cấp giấy chứng nhận", en: "issue certificates"))
        let template = try issue.issuedTemplate()
        let draft = try PaperDraft(of: round, issue: issue, template: template, in: self)
        let awards = try awardsWithoutCertificate(ofRound: issue.round)
        guard !awards.isEmpty else { return NewCertificates() }
        let series = CertificateSeries(
            level: round.level, organiserCode: round.organiserCode, year: issue.issuedOn.year)
        if let template { try keep(template) }
        let proof = try PaperProof(of: issue, template)
        let last = try takeNumbers(awards.count, in: series)
        var issued = NewCertificates()
        for (offset, award) in awards.enumerated() {
            let serial = last - awards.count + 1 + offset
            let code = try VerificationCode.unguessable()
            var paper = try draft.paper(for: award, number: series.number(serial), code: code.text, in: self)
            if let key = issue.codeKey { try paper.signCode(with: key) }
            proof.check(paper)
            try insert(paper, series: series, serial: serial, award: award.id)
            issued.papers.append(paper)
        }
        issued.violations = proof.violations
        return issued
    }
}

extension VerificationCode {
    /// A code that nobody can guess: 80 random bits with a check character.
    static func unguessable() throws -> VerificationCode {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<byteCount).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        guard let code = VerificationCode(randomBytes: bytes) else {
            throw PostgresError.misuse("a verification code needs \(byteCount) bytes")
        }
        return code
    }
}

extension Session {
    /// Takes numbers of a series, creating it at its first use; returns the last one taken.
    func takeNumbers(_ count: Int, in series: CertificateSeries) throws -> Int {
        let last: Int32 = try value(
            """
            INSERT INTO certificate_series (register, series, year, last_serial)
            VALUES (\(series.register), \(series.series), \(series.year), \(count))
            ON CONFLICT (register, series, year) DO UPDATE SET last_serial = certificate_series.last_serial + \(count)
            RETURNING last_serial
            """)
        return Int(last)
    }

    func insert(
        _ paper: CertificatePaper, series: CertificateSeries, serial: Int, award: Int64,
        replacing old: (id: Int64, by: CertificateReplacement)? = nil
    ) throws {
        let text = try paper.snapshot()
        try execute(
            """
            INSERT INTO certificate (award_id, register, series, year, serial, number, code, issued_on, valid_to, paper,
              replaces, replacement_act, replacement_act_date, replacement_reason, product_name, establishment_name)
            VALUES (\(award), \(series.register), \(series.series), \(series.year), \(serial), \(paper.number),
              \(paper.verification.code), \(paper.issuedOn), \(paper.validThrough), \(text),
              \(old?.id), \(old?.by.act), \(old?.by.actDate), \(old?.by.reason), \(old?.by.productName),
              \(old?.by.establishmentName))
            """)
    }
}

extension CertificatePaper {
    /// Puts what the paper states, signed, behind the address of its QR code.
    mutating func signCode(with key: SigningKey) throws {
        let statement = CertificateStatement(
            number: number, level: level, decisionNumber: decision.number, decidedOn: decision.day,
            issuedOn: issuedOn,
            validThrough: validThrough, productName: product.name, establishmentName: establishment.name,
            isSpecimen: isSpecimen)
        verification.address =
            try SignedCertificateCode(address: verification.address, statement, signedBy: key).content
    }

    /// The paper as JSON with sorted keys, as it is kept.
    func snapshot() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    init(snapshot: String) throws {
        self = try JSONDecoder().decode(CertificatePaper.self, from: Data(snapshot.utf8))
    }
}

/// Collects what is wrong with papers before their numbers are given for good.
final class PaperProof {
    private let renderer: CertificateRenderer?
    private(set) var violations: [Violation] = []

    init(of issue: CertificateIssue, _ template: IssuedTemplate?) throws {
        renderer = try issue.fonts.map {
            try CertificateRenderer(
                fonts: $0, templates: template.map { [$0] } ?? [], allowsOtherFonts: issue.allowsOtherFonts)
        }
    }

    func check(_ paper: CertificatePaper) {
        do {
            try renderer?.check(paper)
        } catch let refusal as Refusal {
            violations += refusal.violations.map { violation in
                Violation(
                    violation.code, vi: "“\(paper.product.name)”: \(violation.text.vi)",
                    en: "“\(paper.product.name)”: \(violation.text.en)", at: violation.place)
            }
        } catch {
            violations.append(
                Violation(
                    "certificate-not-drawn", vi: "không vẽ được: \(error)", en: "cannot be drawn: \(error)"))
        }
    }
}
