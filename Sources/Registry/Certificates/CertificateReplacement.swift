import Evidence
import Postgres
public import RuralIndustry

/// A certificate that takes the place of another of the same award, by an act of the authority that corrects it.
public struct CertificateReplacement: Sendable {
    /// The printed number of the certificate that is replaced.
    public var number: String
    public var act: String
    public var actDate: Day
    public var reason: String
    /// Names as the new paper is to have them; nil: as the award has them.
    public var productName: String?
    public var establishmentName: String?

    public init(
        number: String, act: String, actDate: Day, reason: String, productName: String? = nil,
        establishmentName: String? = nil
    ) {
        self.number = number
        self.act = act
        self.actDate = actDate
        self.reason = reason
        self.productName = productName
        self.establishmentName = establishmentName
    }
}

extension Registry {
    /// Issues a certificate in the place of one that stands: with the next number of its series, of the same award and to the
    /// same last day, drawn from what the award and its decision say now. From its issue day on the old number points to it.
    ///
    /// - Parameters:
    ///   - issue: its round is not asked for: it is that of the award.
    ///   - shown: `ReplacementRun.digest` of what somebody looked at before; refused as `preview-changed` if it would be something
    ///     else now. Nil: nobody did.
    /// - Returns: the new certificate, not drawn.
    public func replaceCertificate(
        _ replacement: CertificateReplacement, _ issue: CertificateIssue, shown: String? = nil,
        as viewer: Viewer, dryRun: Bool = false
    ) async throws -> ReplacementRun {
        let replacement = try replacement.checked()
        return try await change(
            .certificateReplace, of: .listed("certificate"), because: replacement.reason, as: viewer,
            dryRun: dryRun
        ) { session in
            let old = try session.certificate(number: replacement.number)
            try session.requireGiven(old.awardID, .certificateReplace, as: viewer)
            let round = try session.roundForChange(try session.round(ofAward: old))
            try session.requireState(
                round, [.decided, .published],
                to: Bilingual(vi: "thay giấy chứng nhận", en: "replace certificates"))
            // again, for another may have replaced or revoked it while this waited for the round
            let standing = try session.certificate(number: replacement.number)
            try replacement.check(standing, issuedOn: issue.issuedOn)
            let paper = try session.replace(standing, of: round, by: replacement, issue)
            let seen = SeenAct(paper, by: replacement)
            try seen.require(shown)
            return ReplacementRun(
                certificate: try session.certificate(number: paper.number), template: paper.template,
                digest: seen.digest)
        }
    }
}

/// A certificate that took the place of another, and what kept its file from being drawn; drawing again goes on with that.
public struct ReplacementRun: Sendable {
    public let certificate: CertificateRecord
    /// The name of the design that it is in.
    public let template: String
    /// Stands for all that is printed but number and code, and for the act: the same for a trial and for what is issued only where
    /// nothing changed between.
    public let digest: String
    public var failures: [Violation] = []
}

extension Registry {
    /// Issues the new certificate and draws its file. With `dryRun` nothing is kept.
    ///
    /// - Parameters:
    ///   - template: the name of one of `certificateDesigns(toReplace:)`; nil: the design of the old certificate.
    ///   - shown: `ReplacementRun.digest` of what somebody looked at before.
    public func replaceCertificate(
        _ replacement: CertificateReplacement, issuedOn day: Day, template: String? = nil,
        shown: String? = nil, with workshop: PaperWorkshop, at now: Instant, as viewer: Viewer,
        dryRun: Bool = false
    ) async throws -> ReplacementRun {
        try viewer.require(.certificateReplace)
        try Refusal.throwIfAny(await workshop.lacks(at: now))
        let design = try await design(named: template, toReplace: replacement.number, as: viewer)
        // its round is that of the award
        let issue = try await workshop.issue(ofRound: 0, on: day, template: design, isTrial: dryRun)
        var run = try await replaceCertificate(replacement, issue, shown: shown, as: viewer, dryRun: dryRun)
        guard !dryRun, let number = run.certificate.number else { return run }
        do {
            try await drawCertificate(number: number, with: workshop, at: now, as: viewer)
        } catch let refusal as Refusal {
            run.failures = refusal.violations
        }
        return run
    }
}

extension CertificateReplacement {
    fileprivate func checked() throws -> CertificateReplacement {
        var checked = self
        checked.act = try BoundedText.short(act, column: "act")
        checked.reason = try BoundedText.short(reason, column: "reason")
        checked.productName = try productName.map { try BoundedText.short($0, column: "product") }
        checked.establishmentName = try establishmentName.map {
            try BoundedText.short($0, column: "establishment")
        }
        return checked
    }

    /// Everything that keeps a certificate from being replaced on a day.
    fileprivate func check(_ old: CertificateRecord, issuedOn day: Day) throws(Refusal) {
        var violations: [Violation] = []
        if let revocation = old.revocation { violations.append(.revoked(number, revocation)) }
        if let newer = old.replacement { violations.append(.replaced(number, newer)) }
        if day > old.validTo {
            violations.append(
                Violation(
                    "certificate-expired",
                    vi: "\(number) đã hết hạn ngày \(old.validTo.vietnamese), không thay nữa",
                    en: "\(number) expired on \(old.validTo.iso) and is not replaced any more"))
        }
        if day < old.issuedOn || actDate > day {
            violations.append(
                Violation(
                    "replacement-day",
                    vi:
                        "ngày cấp giấy mới phải từ ngày văn bản \(actDate.vietnamese) và ngày cấp cũ \(old.issuedOn.vietnamese) trở đi, không phải \(day.vietnamese)",
                    en:
                        "the new certificate is issued on or after the day of the act, \(actDate.iso), and the old issue day, \(old.issuedOn.iso), not on \(day.iso)"
                ))
        }
        try Refusal.throwIfAny(violations)
    }
}

extension Session {
    /// The round that gave the award of a certificate; nil: it was not issued here.
    func roundIfIssuedHere(_ certificate: CertificateRecord) throws -> Int64? {
        try first(
            """
            SELECT d.round_id FROM award a JOIN decision d USING (decision_id) JOIN certificate c USING (award_id)
            WHERE c.certificate_id = \(certificate.id) AND c.paper IS NOT NULL
            """
        ) { try $0("round_id", as: Int64.self) }
    }

    fileprivate func round(ofAward certificate: CertificateRecord) throws -> Int64 {
        guard let round = try roundIfIssuedHere(certificate) else {
            let number = certificate.number ?? ""
            throw Refusal(
                Violation(
                    "certificate-not-issued-here",
                    vi:
                        "\(number) là giấy của những năm trước, không cấp từ sổ này nên không thay ở đây được",
                    en: "\(number) is of earlier years and was not issued here: it cannot be replaced here"))
        }
        return round
    }

    fileprivate func replace(
        _ old: CertificateRecord, of round: RoundRecord, by replacement: CertificateReplacement,
        _ issue: CertificateIssue
    ) throws -> CertificatePaper {
        let template = try issue.issuedTemplate() ?? issuedTemplate(ofCertificate: old.id)
        let draft = try PaperDraft(
            of: round, issue: issue, template: template, validThrough: old.validTo, in: self)
        var award = try awardToCertify(old.awardID)
        award.productName = replacement.productName ?? award.productName
        award.establishmentName = replacement.establishmentName ?? award.establishmentName
        let series = CertificateSeries(
            level: round.level, organiserCode: round.organiserCode, year: issue.issuedOn.year)
        let serial = try takeNumbers(1, in: series)
        let code = try VerificationCode.unguessable()
        var paper = try draft.paper(for: award, number: series.number(serial), code: code.text, in: self)
        if let key = issue.codeKey { try paper.signCode(with: key) }
        if let template { try keep(template) }
        let proof = try PaperProof(of: issue, template)
        proof.check(paper)
        try Refusal.throwIfAny(proof.violations)
        try insert(
            paper, series: series, serial: serial, award: old.awardID, replacing: (old.id, replacement))
        return paper
    }
}

extension Violation {
    static func revoked(_ number: String, _ revocation: CertificateRecord.Revocation) -> Violation {
        Violation(
            "certificate-revoked",
            vi: "\(number) đã bị thu hồi theo \(revocation.number) ngày \(revocation.day.vietnamese)",
            en: "\(number) was revoked by \(revocation.number) of \(revocation.day.iso)")
    }

    static func replaced(_ number: String, _ newer: CertificateRecord.Replacement) -> Violation {
        Violation(
            "certificate-replaced",
            vi: "\(number) đã được thay bằng \(newer.number) theo \(newer.act)",
            en: "\(number) was replaced by \(newer.number), by \(newer.act)")
    }
}
