import Postgres
public import RuralIndustry

extension Registry {
    /// The papers of certificates that labels are to be printed for, in the order asked for. All of them must be live on the
    /// day: a label on a package says that the product is recognised now.
    ///
    /// - Throws: a refusal with each certificate that has no label: `unknown-certificate`, `certificate-revoked`,
    ///   `certificate-replaced`, `certificate-expired`, `certificate-not-yet`, `certificate-not-issued-here`,
    ///   `label-number-twice`.
    public func papersForLabels(
        numbers: [String], on day: Day, as viewer: Viewer
    ) async throws -> [CertificatePaper] {
        try await read(.certificateIssue, of: .listed("certificate"), as: viewer) { session in
            let found = Dictionary(
                try session.query(
                    CertificateRecord.select + " WHERE c.number = ANY (\(numbers))",
                    as: CertificateRecord.self
                ).map { ($0.number ?? "", $0) }, uniquingKeysWith: { first, _ in first })
            let snapshots = Dictionary(
                try session.query(
                    "SELECT number, paper FROM certificate WHERE number = ANY (\(numbers)) AND paper IS NOT NULL"
                ) { (try $0("number", as: String.self), try $0("paper", as: String.self)) },
                uniquingKeysWith: { first, _ in first })
            for award in Set(found.values.map(\.awardID)).sorted() {
                try session.requireGiven(award, .certificateIssue, as: viewer)
            }
            var violations: [Violation] = []
            var papers: [CertificatePaper] = []
            var seen: Set<String> = []
            for number in numbers {
                guard seen.insert(number).inserted else {
                    violations.append(.labelTwice(number))
                    continue
                }
                guard let certificate = found[number] else {
                    violations.append(.unknownCertificate(number))
                    continue
                }
                if let violation = certificate.refusalUnlessLive(number, on: day) {
                    violations.append(violation)
                } else if let snapshot = snapshots[number] {
                    papers.append(try CertificatePaper(snapshot: snapshot))
                } else {
                    violations.append(.notIssuedHere(number))
                }
            }
            try Refusal.throwIfAny(violations)
            return papers
        }
    }
}

extension CertificateRecord {
    /// Why it is not good on a day, for labels and for its file; nil if it is live.
    func refusalUnlessLive(_ number: String, on day: Day) -> Violation? {
        switch status(on: day) {
        case .live: return nil
        case .revoked:
            if let revocation { return .revoked(number, revocation) }
        case .replaced:
            if let replacement { return .replaced(number, replacement) }
        case .expired, .unknown, nil: break
        }
        if issuedOn > day {
            return Violation(
                "certificate-not-yet",
                vi: "\(number) đến ngày \(issuedOn.vietnamese) mới được cấp",
                en: "\(number) is issued on \(issuedOn.iso)")
        }
        return Violation(
            "certificate-expired",
            vi: "\(number) đã hết hiệu lực sau ngày \(validTo.vietnamese)",
            en: "\(number) expired after \(validTo.iso)")
    }
}

extension Violation {
    fileprivate static func labelTwice(_ number: String) -> Violation {
        Violation(
            "label-number-twice", vi: "\(number) được nêu hai lần; nhiều bản thì dùng --copies",
            en: "\(number) is given twice; use --copies for more of each")
    }

    static func notIssuedHere(_ number: String) -> Violation {
        Violation(
            "certificate-not-issued-here",
            vi: "\(number) không được cấp từ sổ này, nên không có mã QR và tệp của nó ở đây",
            en: "\(number) was not issued here, so that neither its QR code nor its file is here")
    }

    static func unknownCertificate(_ number: String) -> Violation {
        Violation(
            "unknown-certificate", vi: "không có giấy chứng nhận số “\(number)”",
            en: "there is no certificate “\(number)”")
    }
}
