import Evidence
import Postgres
public import RuralIndustry

extension Registry {
    /// Files papers of one owner: all or none, with everything that is wrong with any of them told.
    public func addPapers(
        _ incoming: [IncomingPaper], to owner: DossierOwner, today: Day, as viewer: Viewer,
        dryRun: Bool = false
    ) async throws -> [PaperRecord] {
        try viewer.require(.dossierAdd)
        let papers = try Self.accepted(incoming, of: owner.kind, today: today)
        return try await change(.dossierAdd, of: owner.subject, as: viewer, dryRun: dryRun) { session in
            try owner.requireExists(in: session)
            try session.store(filesOf: papers)
            return try papers.map { paper in
                let id = try session.nextID(of: "dossier_paper")
                try session.insert(paper, id: id, of: owner)
                return try session.paper(id)
            }
        }
    }

    /// Files a paper in the place of another of the same kind, which is withdrawn; entries keep the one they were filed with.
    /// Title and issuer stay as they were unless they are given.
    public func replacePaper(
        _ id: Int64, with incoming: IncomingPaper, because reason: String, today: Day, as viewer: Viewer
    ) async throws -> PaperRecord {
        let reason = try BoundedText.short(reason, column: "reason")
        let old = try await paper(id, as: viewer)
        let owner = old.owner
        var incoming = incoming
        incoming.fields[.kind] = old.paper.kind.rawValue
        incoming.fields[.title] = incoming.fields[.title] ?? old.paper.title
        incoming.fields[.issuer] = incoming.fields[.issuer] ?? old.paper.issuer
        try viewer.require(.dossierAdd)
        let accepted = try AcceptedPaper(incoming, of: owner.kind, today: today)
        return try await create(.dossierReplace, "dossier_paper", because: reason, as: viewer) {
            session, newID in
            try session.withdraw(id, because: reason, replacedBy: newID)
            try session.store(filesOf: [accepted])
            try session.insert(accepted, id: newID, of: owner)
            return try session.paper(newID)
        }
    }

    /// Takes a paper out of the dossier; it stays in the registry with the entries that were filed with it.
    public func withdrawPaper(_ id: Int64, because reason: String, as viewer: Viewer) async throws
        -> PaperRecord
    {
        let reason = try BoundedText.short(reason, column: "reason")
        return try await change(
            .dossierWithdraw, of: .one("dossier_paper", id: id), because: reason, as: viewer
        ) { session in
            try session.withdraw(id, because: reason, replacedBy: nil)
            return try session.paper(id)
        }
    }

    public func paper(_ id: Int64, as viewer: Viewer) async throws -> PaperRecord {
        try await read(.dossierRead, of: .one("dossier_paper", id: id), as: viewer) { try $0.paper(id) }
    }

    /// The file of a paper as it is stored, withdrawn or not.
    public func paperFile(_ id: Int64, as viewer: Viewer) async throws -> [UInt8] {
        try await read(.dossierRead, of: .one("dossier_paper", id: id), as: viewer) { session in
            try session.file(of: try session.paper(id))
        }
    }

    /// The papers of a dossier at the end of a day; nil: those that stand now. A product's include its establishment's.
    public func dossier(
        of owner: DossierOwner, asOf day: Day? = nil, as viewer: Viewer
    ) async throws -> [PaperRecord] {
        try await read(.dossierRead, of: owner.subject, as: viewer) { session in
            try owner.requireExists(in: session)
            return try session.papers(owner.papers, matching: day.map(SQL.standing) ?? .standing)
        }
    }

    /// What the dossier of a product lacks for a round of a level; expiry is judged on `day`.
    public func checkDossier(
        ofProduct id: Int64, at level: SelectionLevel, exception: EntryException? = nil, on day: Day,
        as viewer: Viewer
    ) async throws -> DossierReport {
        try await read(.dossierRead, of: .one("product", id: id), as: viewer) { session in
            let owner = DossierOwner.product(id)
            try owner.requireExists(in: session)
            let papers = try session.papers(owner.papers, matching: .standing).map(\.paper)
            return DossierReport(
                papers, at: level, exception: exception,
                recorded: try session.recordedProof(ofProduct: id, for: level, on: day), on: day)
        }
    }

    private static func accepted(
        _ incoming: [IncomingPaper], of owner: PaperOwner, today: Day
    ) throws(Refusal) -> [AcceptedPaper] {
        var papers: [AcceptedPaper] = []
        var violations: [Violation] = []
        for one in incoming {
            do throws(Refusal) {
                papers.append(try AcceptedPaper(one, of: owner, today: today))
            } catch { violations += error.violations }
        }
        try Refusal.throwIfAny(violations)
        return papers
    }
}

extension PaperRecord {
    /// Whose paper it is.
    public var owner: DossierOwner {
        productID.map(DossierOwner.product) ?? .establishment(establishmentID ?? 0)
    }
}

extension SQL {
    /// A paper `d` that is in the dossier now.
    static let standing: SQL = "d.withdrawn_at IS NULL"

    /// A paper `d` that was in the dossier at the end of a day.
    static func standing(on day: Day) -> SQL {
        """
        (d.added_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date <= \(day)
          AND coalesce((d.withdrawn_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date > \(day), true)
        """
    }
}

extension Session {
    fileprivate func withdraw(_ id: Int64, because reason: String, replacedBy newID: Int64?) throws {
        let paper = try paper(id)
        let changed = try execute(
            """
            UPDATE dossier_paper SET withdrawn_at = now(), withdrawn_reason = \(reason), replaced_by = \(newID),
              version = version + 1
            WHERE dossier_paper_id = \(id) AND withdrawn_at IS NULL
            """)
        if changed == 0 { throw Refusal(.paperWithdrawn(paper)) }
    }

    /// What the registry itself knows of a lower award and nomination, and needs no paper for.
    fileprivate func recordedProof(ofProduct id: Int64, for level: SelectionLevel, on day: Day) throws -> Set<
        PaperKind
    > {
        let live: SQL = """
            FROM award a JOIN certificate c USING (award_id)
              JOIN certificate first ON first.award_id = a.award_id AND first.replaces IS NULL
            WHERE a.product_id = \(id)
              AND a.level = ANY (\(level.below.map(\.rawValue))) AND \(day) BETWEEN first.issued_on AND c.valid_to
              AND \(StandingCertificate.condition("c"))
              AND NOT EXISTS (SELECT 1 FROM revocation r WHERE r.certificate_id = c.certificate_id)
            """
        let isRecognised = try value("SELECT EXISTS (SELECT 1 " + live + ")", as: Bool.self)
        let isNominated = try value(
            "SELECT EXISTS (SELECT 1 FROM nomination n WHERE n.to_level = \(level) AND n.nominated_on <= \(day) AND n.award_id IN (SELECT a.award_id "
                + live + "))", as: Bool.self)
        return (isRecognised ? PaperKind.givenByAward : []).union(
            isNominated ? PaperKind.givenByNomination : [])
    }
}

extension PaperKind {
    static let givenByAward: Set<PaperKind> = [.lowerDecision, .lowerCertificate]
    static let givenByNomination: Set<PaperKind> = [.nominationLetter, .nominationList]
}

extension Violation {
    fileprivate static func paperWithdrawn(_ paper: PaperRecord) -> Violation {
        let instead = paper.replacedBy.map { (vi: ", thay bằng số \($0)", en: ", replaced by \($0)") }
        return Violation(
            "paper-withdrawn", vi: "giấy tờ số \(paper.id) đã được rút\(instead?.vi ?? "")",
            en: "paper \(paper.id) was withdrawn already\(instead?.en ?? "")")
    }
}
