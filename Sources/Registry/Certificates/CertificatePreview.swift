import Evidence
public import RuralIndustry

/// What issuing the certificates of a round would come to on a day. Nothing of it is kept: numbers are given when they are issued.
public struct CertificatePreview: Sendable {
    public struct Line: Sendable {
        public let number: String
        public let product: String
        public let establishment: String
    }

    /// In the order of the numbers.
    public let lines: [Line]
    public let issuedOn: Day
    /// Nil: there is none to issue.
    public let validThrough: Day?
    public let decision: String?
    /// The design's name.
    public let template: String
    public let isSpecimen: Bool
    /// Whether the files are signed here.
    public let isSigned: Bool
    /// What the QR code's address begins with.
    public let address: String
    /// Products that get none: their result was corrected, and they are not eligible any more.
    public let inDoubt: [String]
    /// What cannot be printed: nothing is issued while there is any.
    public let violations: [Violation]
    /// Stands for all that would be printed but numbers and codes: the same for a trial and for what is issued only where nothing
    /// changed between.
    public let digest: String
}

/// What came of issuing: how many certificates, and what could not be drawn; drawing again goes on with that.
public struct CertificateRun: Sendable {
    public let issued: Int
    public var drawn = 0
    public var failures: [Violation] = []
}

extension Registry {
    /// Looks at what would be issued, with the same rules and the same words as issuing.
    ///
    /// - Parameter template: the name of one of `certificateDesigns`; nil: the standard one.
    public func previewCertificates(
        ofRound id: Int64, issuedOn day: Day, template: String? = nil, with workshop: PaperWorkshop,
        at now: Instant, as viewer: Viewer
    ) async throws -> CertificatePreview {
        try viewer.require(.certificateIssue)
        let design = try await design(named: template, ofRound: id, as: viewer)
        let issue = try await workshop.issue(ofRound: id, on: day, template: design, isTrial: true)
        let issued = try await change(
            .certificateIssue, of: .one("round", id: id), as: viewer, dryRun: true
        ) { try $0.issue(issue) }
        let first = issued.papers.first
        return CertificatePreview(
            lines: issued.papers.map {
                CertificatePreview.Line(
                    number: $0.number, product: $0.product.name, establishment: $0.establishment.name)
            }, issuedOn: day, validThrough: first?.validThrough, decision: first?.decision.number,
            template: template ?? Self.standardDesign, isSpecimen: workshop.isSpecimen,
            isSigned: workshop.signs(at: now), address: issue.baseURL,
            inDoubt: try await awardsInDoubt(ofRound: id, as: viewer), violations: issued.violations,
            digest: SeenAct(issued.papers).digest)
    }

    /// Issues the certificates of a round in one transaction, then draws their files, signs them if files are signed here, keeps
    /// their hashes, and signs the state of the register with them in it. What was issued stays issued if drawing fails.
    ///
    /// - Parameter shown: `CertificatePreview.digest` of what somebody looked at before; refused as `preview-changed` if it would be
    ///   something else now, unless nothing is left to be issued. Nil: nobody did.
    public func issueCertificates(
        ofRound id: Int64, issuedOn day: Day, template: String? = nil, shown: String? = nil,
        with workshop: PaperWorkshop, at now: Instant, as viewer: Viewer
    ) async throws -> CertificateRun {
        try viewer.require(.certificateIssue)
        // whatever can be known to be missing is told before anything is issued
        try Refusal.throwIfAny(await workshop.lacks(at: now))
        let design = try await design(named: template, ofRound: id, as: viewer)
        let issue = try await workshop.issue(ofRound: id, on: day, template: design, isTrial: false)
        let count = try await issueCertificates(issue, shown: shown, as: viewer)
        var run = CertificateRun(issued: count)
        let drawn = try await drawCertificates(ofRound: id, with: workshop, at: now, as: viewer)
        run.drawn = drawn.files.count
        run.failures = drawn.failures
        if count > 0 {
            do {
                _ = try await certificateCheckpoint(ofRound: id, with: workshop, at: now, as: viewer)
            } catch let refusal as Refusal {
                run.failures += refusal.violations
            }
        }
        return run
    }

    /// The signed checkpoint of the register with the certificates of a round in it, as text: to be kept outside the database.
    public func certificateCheckpoint(
        ofRound id: Int64, with workshop: PaperWorkshop, at now: Instant, as viewer: Viewer
    ) async throws -> String {
        try viewer.require(.certificateIssue)
        let key = try await workshop.work { try await workshop.codeKey(false) }
        return try await certificateCheckpoint(ofRound: id, signedBy: key, at: now, as: viewer).description
    }
}
