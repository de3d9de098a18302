import Documents
import Postgres
import RuralIndustry

extension Registry {
    /// The designs that a round's certificates may be issued in: those that come with the program, the standard one first, and
    /// what its office put in for this round or another of its own.
    public func certificateDesigns(ofRound id: Int64, as viewer: Viewer) async throws -> [PaperDesign] {
        try await designs(.certificate, ofRound: id, as: viewer)
    }

    /// The designs that labels of a round's certificates may be printed in, in the same order.
    public func labelDesigns(ofRound id: Int64, as viewer: Viewer) async throws -> [PaperDesign] {
        try await designs(.label, ofRound: id, as: viewer)
    }

    private func designs(
        _ kind: PaperDesign.Kind, ofRound id: Int64, as viewer: Viewer
    ) async throws -> [PaperDesign] {
        try await read(.certificateIssue, of: .one("round", id: id), as: viewer) { session in
            try session.designs(ofRound: id).map(\.told).filter { $0.kind == kind }
        }
    }

    /// The designs that a certificate may be replaced in: those of its round. None if it was not issued here.
    public func certificateDesigns(toReplace number: String, as viewer: Viewer) async throws -> [PaperDesign]
    {
        try await read(.certificateReplace, of: .listed("certificate"), as: viewer) { session in
            try session.designs(toReplace: number, as: viewer).map(\.told).filter { $0.kind == .certificate }
        }
    }

    /// A design as the file that another can be made from.
    ///
    /// - Throws: `template-unknown`.
    public func designFile(_ name: String, ofRound id: Int64, as viewer: Viewer) async throws -> String {
        try await design(name, ofRound: id, as: viewer).document.text + "\n"
    }

    /// The proof sheets of a design, as a PDF: the shortest and the longest texts that an office meets, all of them invented.
    ///
    /// - Throws: `template-unknown`; what is wrong if no sample can be drawn.
    public func designProof(
        _ name: String, ofRound id: Int64, with workshop: PaperWorkshop, as viewer: Viewer
    ) async throws -> [UInt8] {
        let design = try await design(name, ofRound: id, as: viewer)
        return try await workshop.work {
            let proof = try design.proof(fonts: workshop.fonts())
            if let pages = proof.pages { return pages }
            try Refusal.throwIfAny(proof.violations)
            throw PostgresError.misuse("the design \(name) has no level to draw a sample of")
        }
    }

    /// Looks at the file of a design of certificates or labels as it would be put in, and keeps nothing.
    ///
    /// - Returns: the design with its proof sheets.
    /// - Throws: everything that is wrong with it, each with its place in the file (RFC 6901).
    public func checkDesign(
        _ file: [UInt8], ofRound id: Int64, with workshop: PaperWorkshop, as viewer: Viewer
    ) async throws -> (design: PaperDesign, proof: [UInt8]) {
        try await read(.certificateIssue, of: .one("round", id: id), as: viewer) { _ in }
        let (document, proof) = try await workshop.proven(file)
        try await read(.certificateIssue, of: .one("round", id: id), as: viewer) { session in
            try session.requireFree(document, ofRound: id)
        }
        return (PaperDesign(document), proof)
    }

    /// Puts a design in, for a round and others of its organiser. A design of the same name is used no more from then on; papers
    /// that were issued in it stay as they are.
    ///
    /// - Throws: as `checkDesign`; `round-state` of a cancelled round.
    @discardableResult
    public func putInDesign(
        _ file: [UInt8], ofRound id: Int64, with workshop: PaperWorkshop, as viewer: Viewer
    ) async throws -> PaperDesign {
        try viewer.require(.certificateIssue)
        let (document, _) = try await workshop.proven(file)
        let kind = document.isOfLabels ? "mẫu nhãn" : "mẫu giấy"
        try await change(
            .certificateIssue, of: .one("round", id: id), because: "\(kind) “\(document.name)”", as: viewer
        ) { session in
            let round = try session.roundForChange(id)
            try session.requireState(
                round, Set(RoundState.allCases).subtracting([.cancelled]),
                to: Bilingual(vi: "đưa mẫu vào dùng", en: "put in a design"))
            try session.requireFree(document, ofRound: id)
            try session.execute(
                """
                INSERT INTO certificate_design (round_id, name, document)
                VALUES (\(id), \(document.name), \(document.document.text))
                """)
        }
        return PaperDesign(document)
    }

    /// Withdraws a design that the office put in: nothing new is issued or printed in it, its name is free. Papers that were issued
    /// in it stay as they are, and a replacement of one keeps its looks.
    ///
    /// - Parameter shown: `PaperDesign.id` of the design that was looked at.
    /// - Throws: `template-unknown`; `template-built-in` of one that comes with the program; `template-changed` if another of its
    ///   name was put in since.
    public func withdrawDesign(
        _ name: String, shown: Int64?, ofRound id: Int64, as viewer: Viewer
    ) async throws {
        try await change(
            .certificateIssue, of: .one("round", id: id), because: "thôi dùng mẫu “\(name)”", as: viewer
        ) { session in
            _ = try session.roundForChange(id)
            try session.execute("SELECT lock_design_name(\(id), \(name))")
            guard let found = try session.designs(ofRound: id).first(where: { $0.document.name == name })
            else { throw Refusal(.unknownDesign(name)) }
            guard let design = found.id else { throw Refusal(.builtInDesign(name)) }
            guard design == shown else { throw Refusal(.changedDesign(name)) }
            try session.execute(
                "INSERT INTO certificate_design_withdrawal (certificate_design_id) VALUES (\(design))")
        }
    }

    /// The design that a round's papers are to be issued in; nil: the standard one.
    ///
    /// - Throws: `template-unknown`.
    func design(named name: String?, ofRound id: Int64, as viewer: Viewer) async throws
        -> CertificateTemplate?
    {
        guard let name else { return nil }
        return try await read(.certificateIssue, of: .one("round", id: id), as: viewer) { session in
            try session.designs(ofRound: id).certificate(name)
        }
    }

    /// The design that a certificate is to be replaced in; nil: that of the old one.
    ///
    /// - Throws: `template-unknown`.
    func design(named name: String?, toReplace number: String, as viewer: Viewer) async throws
        -> CertificateTemplate?
    {
        guard let name else { return nil }
        return try await read(.certificateReplace, of: .listed("certificate"), as: viewer) { session in
            try session.designs(toReplace: number, as: viewer).certificate(name)
        }
    }

    /// The design that labels of a round's certificates are to be printed in; nil: the standard one.
    ///
    /// - Throws: `template-unknown`.
    func labelDesign(named name: String?, ofRound id: Int64, as viewer: Viewer) async throws -> LabelTemplate
    {
        let name = name ?? LabelTemplate.standardID
        guard case .label(let template) = try await design(name, ofRound: id, as: viewer) else {
            throw Refusal(.unknownDesign(name))
        }
        return template
    }

    private func design(
        _ name: String, ofRound id: Int64, as viewer: Viewer
    ) async throws -> DesignDocument {
        try await read(.certificateIssue, of: .one("round", id: id), as: viewer) { session in
            guard let found = try session.designs(ofRound: id).first(where: { $0.document.name == name })
            else { throw Refusal(.unknownDesign(name)) }
            return found.document
        }
    }
}

extension PaperWorkshop {
    /// A design out of its file, that can be drawn here and holds the shortest and the longest texts.
    fileprivate func proven(_ file: [UInt8]) async throws -> (document: DesignDocument, proof: [UInt8]) {
        try await work {
            let document = try DesignDocument(try JSONValue(parsing: file))
            if try DesignDocument.builtIn().contains(where: { $0.name == document.name }) {
                throw Refusal(
                    Violation(
                        "template-name-taken",
                        vi: "“\(document.name)” là tên của mẫu có sẵn; hãy đặt tên khác",
                        en: "“\(document.name)” is the name of a design of the program; choose another",
                        at: Place(pointer: "/id")))
            }
            let proof = try document.proof(fonts: fonts())
            try Refusal.throwIfAny(proof.violations)
            return (document: document, proof: proof.pages ?? [])
        }
    }
}

/// A design that an office may use, and the day on which it was put in.
private struct KeptDesign {
    let document: DesignDocument
    /// Nil, as the day: it comes with the program.
    let id: Int64?
    let day: Day?

    var told: PaperDesign { PaperDesign(document, id: id, putInOn: day) }
}

extension [KeptDesign] {
    /// The design of certificates with a name.
    fileprivate func certificate(_ name: String) throws(Refusal) -> CertificateTemplate {
        for case .certificate(let template) in map(\.document) where template.id == name { return template }
        throw Refusal(.unknownDesign(name))
    }
}

extension Session {
    /// Those that come with the program, then what the organiser of a round put in and did not withdraw, the last of each name, by
    /// their names.
    fileprivate func designs(ofRound id: Int64) throws -> [KeptDesign] {
        try DesignDocument.builtIn().map { KeptDesign(document: $0, id: nil, day: nil) }
            + query(
                """
                SELECT l.certificate_design_id, l.document, e.recorded_at
                FROM (
                  SELECT DISTINCT ON (t.name) t.name, t.certificate_design_id, t.document, t.audit_id
                  FROM certificate_design t JOIN round r USING (round_id)
                    JOIN round here ON here.level = r.level AND here.organiser_code = r.organiser_code
                      AND here.organiser_unit_id IS NOT DISTINCT FROM r.organiser_unit_id
                  WHERE here.round_id = \(id)
                  ORDER BY t.name, t.certificate_design_id DESC) l
                  JOIN audit_event e USING (audit_id)
                WHERE NOT EXISTS (
                  SELECT FROM certificate_design_withdrawal w WHERE w.certificate_design_id = l.certificate_design_id)
                ORDER BY l.name
                """
            ) { row in
                KeptDesign(
                    document: try DesignDocument(
                        try JSONValue(parsing: try row("document", as: String.self))),
                    id: try row("certificate_design_id"),
                    day: try row("recorded_at", as: Instant.self).vietnameseDay)
            }
    }

    /// Of the round that gave the award of a certificate; none if it was not issued here.
    fileprivate func designs(toReplace number: String, as viewer: Viewer) throws -> [KeptDesign] {
        let certificate = try certificate(number: number)
        try requireGiven(certificate.awardID, .certificateReplace, as: viewer)
        guard let round = try roundIfIssuedHere(certificate) else { return [] }
        return try designs(ofRound: round)
    }

    /// Refuses a name that a design of the other kind has: it would be used no more.
    fileprivate func requireFree(_ document: DesignDocument, ofRound id: Int64) throws {
        let name = document.name
        guard
            try designs(ofRound: id).contains(where: {
                $0.document.name == name && $0.document.isOfLabels != document.isOfLabels
            })
        else { return }
        let other =
            document.isOfLabels
            ? Bilingual(vi: "mẫu giấy", en: "a design of certificates")
            : Bilingual(vi: "mẫu nhãn", en: "a design of labels")
        throw Refusal(
            Violation(
                "template-name-taken", vi: "“\(name)” đã là tên của một \(other.vi); hãy đặt tên khác",
                en: "“\(name)” is the name of \(other.en); choose another", at: Place(pointer: "/id")))
    }
}

extension Violation {
    fileprivate static func unknownDesign(_ name: String) -> Violation {
        Violation(
            "template-unknown", vi: "kỳ bình chọn này không có mẫu “\(name)”; hãy chọn lại",
            en: "this round has no design “\(name)”; choose another", at: Place(column: "template"))
    }

    fileprivate static func builtInDesign(_ name: String) -> Violation {
        Violation(
            "template-built-in", vi: "“\(name)” là mẫu có sẵn, không thôi dùng được",
            en: "“\(name)” comes with the program and cannot be withdrawn")
    }

    fileprivate static func changedDesign(_ name: String) -> Violation {
        Violation(
            "template-changed", vi: "mẫu “\(name)” vừa được thay bằng tệp mới; hãy xem lại rồi mới thôi dùng",
            en: "another design “\(name)” was put in meanwhile; look at it first")
    }
}
