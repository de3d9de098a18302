public import RuralIndustry

/// What checking a bundle found: everything is computed again from its marks and rules, without a database.
public struct BundleVerification: Sendable {
    /// What does not hold; empty: the file is what its manifest says, and its result follows from its marks.
    public let findings: [Violation]
    public let signer: Signer
    /// The bundle's hash, to be compared with the minutes; nil if the file could not be read.
    public let hash: SHA256Digest?
    public let sealedOn: Day?
    /// Number and name of the round, as the file says.
    public let round: String?
    public let roundName: String?
    public let marksSubmitted: Int

    /// Who vouches for it.
    public enum Signer: Hashable, Sendable {
        case trusted(VerifyingKey)
        /// A trusted key that was revoked on the day of sealing or earlier.
        case revoked(VerifyingKey, from: Day)
        /// The signature fits the key in the file, which is none of the trusted ones.
        case unknown(VerifyingKey)
        case nobody
    }

    /// Reads and checks a file.
    ///
    /// - Parameter keys: whose signatures count.
    public init(of bytes: [UInt8], trusting keys: TrustedKeys) {
        do throws(Refusal) {
            let file = try BundleFile(bytes)
            let bundle = file.bundle
            findings = file.findings + Self.recompute(bundle)
            hash = bundle.hash
            sealedOn = bundle.sealedOn
            round = bundle.parts[.round]?["id"]?.string
            roundName = bundle.parts[.round]?["name"]?.string
            if case .integer(let count)? = bundle.parts[.marks]?["submitted"] {
                marksSubmitted = Int(count)
            } else {
                marksSubmitted = 0
            }
            guard let signature = bundle.signature else {
                signer = .nobody
                return
            }
            switch keys[signature.key]?.revokedFrom {
            case .some(let day) where bundle.sealedOn >= day: signer = .revoked(signature.key, from: day)
            default: signer = keys[signature.key] == nil ? .unknown(signature.key) : .trusted(signature.key)
            }
        } catch {
            findings = error.violations
            signer = .nobody
            (hash, sealedOn, round, roundName, marksSubmitted) = (nil, nil, nil, nil, 0)
        }
    }

    static func malformed(_ what: String) -> Violation {
        Violation(
            "bundle-malformed", vi: "gói kết quả không đọc được: “\(what)” thiếu hoặc sai dạng",
            en: "the bundle cannot be read: “\(what)” is missing or malformed")
    }

    // MARK: Computing again

    private static func recompute(_ bundle: ResultBundle) -> [Violation] {
        do throws(Refusal) {
            return try differences(bundle)
        } catch {
            return error.violations
        }
    }

    private static func differences(_ bundle: ResultBundle) throws(Refusal) -> [Violation] {
        let (parts, rules, entries, marks) = try read(bundle)
        let states = Dictionary(entries.map { ($0.code, $0.state) }) { first, _ in first }
        let accepted = entries.filter { $0.state == .accepted }
        let seed = parts.tally["seed"]?.string
        let tally = try Tally(
            of: BundledMarks.live(marks).filter { states[$0.entry] == .accepted }.map { $0.forTally(rules) },
            entries: accepted.map { Tally.Entry(code: $0.code, group: $0.group) }, rules: rules,
            seed: seed.map { Array($0.utf8) }, sha256: { SHA256Digest(of: $0).bytes })
        var findings = compare(tally.bundled(rules: rules, seed: seed), parts.tally)
        let bundled = BundledMarks(marks, states: states, tally: tally, rules: rules)
        if bundled.json != parts.marks || !bundled.isGapless {
            findings.append(
                differs(
                    "bundle-marks", vi: "số phận của các điểm, thứ tự hay các con số cộng không đúng",
                    en: "the fates of the marks, their order or their counts are not right"))
        }
        if BundledEntry.json(entries) != parts.entries || states.count != entries.count {
            findings.append(
                differs(
                    "bundle-entries", vi: "danh sách hồ sơ sai thứ tự hoặc trùng",
                    en: "the entries are out of order or double"))
        }
        return findings
            + (try correctionFindings(bundle.parts[.corrections], BundledMarks.live(marks), rules))
            + (try decisionFindings(bundle.parts[.decision], tally))
            + (try recordFindings(bundle, rules: rules, entries: entries, marks: bundled))
    }

    private typealias Read = (
        parts: (tally: JSONValue, marks: JSONValue, entries: JSONValue), rules: Rules,
        entries: [BundledEntry], marks: [SubmittedMark]
    )

    private static func read(_ bundle: ResultBundle) throws(Refusal) -> Read {
        do throws(Violation) {
            guard let tally = bundle.parts[.tally], let marks = bundle.parts[.marks],
                let entries = bundle.parts[.entries], let rules = bundle.parts[.rules]
            else { throw malformed("parts") }
            return (
                (tally, marks, entries), try resolved(rules), try BundledEntry.entries(in: entries),
                try BundledMarks.marks(in: marks)
            )
        } catch {
            throw Refusal(error)
        }
    }

    private static func resolved(_ rules: JSONValue) throws(Violation) -> Rules {
        do throws(Refusal) {
            return try Regulation.resolve(pinned: rules)
        } catch {
            throw error.violations.first ?? malformed("rules")
        }
    }

    private static func compare(_ computed: JSONValue, _ stated: JSONValue) -> [Violation] {
        guard computed != stated else { return [] }
        let (ours, theirs) = (computed["lines"]?.array ?? [], stated["lines"]?.array ?? [])
        let lines = zip(ours, theirs).filter { $0 != $1 }.map { our, their in
            differs(
                "bundle-total",
                vi: "kết quả không khớp: tính lại được \(our.text), trong gói ghi \(their.text)",
                en: "the result does not hold: computed \(our.text), the bundle says \(their.text)")
        }
        return lines.isEmpty
            ? [
                differs(
                    "bundle-tally", vi: "bảng kết quả thiếu hoặc thừa dòng, hoặc ghi sai vòng",
                    en: "the tally has lines too few or too many, or names another stage")
            ] : lines
    }

    private static func correctionFindings(
        _ part: JSONValue?, _ marks: [Mark], _ rules: Rules
    ) throws(Refusal) -> [Violation] {
        guard let part else { return [] }
        do throws(Violation) {
            let corrections = try BundledCorrections(part)
            guard corrections.json == part, corrections.lead(to: marks, rules: rules) else {
                return [
                    differs(
                        "bundle-corrections",
                        vi:
                            "các lần sửa kết quả không nối tiếp nhau, sai thứ tự, hoặc không dẫn đến các điểm trong gói",
                        en:
                            "the corrections do not follow one another, are out of order, or do not lead to the marks"
                    )
                ]
            }
            return []
        } catch {
            throw Refusal(error)
        }
    }

    private static func decisionFindings(
        _ decision: JSONValue?, _ tally: Tally
    ) throws(Refusal) -> [Violation] {
        guard let decision else { return [] }
        var findings: [Violation] = []
        do throws(Violation) {
            let lines = try decision.list("lines")
            let codes = try lines.map { (line) throws(Violation) in try line.text("entry") }
            let known = tally.lines.map(\.entry).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            if codes != known {
                findings.append(
                    differs(
                        "bundle-decision", vi: "quyết định không nêu đúng một lần mỗi sản phẩm dự chấm",
                        en: "the decision does not speak once of every entry that competed"))
            }
            let mayWin = Set(tally.lines.filter { $0.total != nil && $0.eligible != false }.map(\.entry))
            for (code, line) in zip(codes, lines) where line["recognised"] != .bool(false) {
                guard line["recognised"] != .bool(true) || !mayWin.contains(code) else { continue }
                findings.append(
                    differs(
                        "bundle-recognised", vi: "quyết định công nhận \(code) dù không đủ điều kiện",
                        en: "the decision recognises \(code), which is not eligible"))
            }
        } catch {
            throw Refusal(error)
        }
        return findings
    }

    static func differs(_ code: String, vi: String, en: String) -> Violation {
        Violation(code, vi: vi, en: en)
    }
}

extension Mark {
    /// Rules without stages know one only, which the tally does not name.
    fileprivate func forTally(_ rules: Rules) -> Mark {
        rules.stages.isEmpty && stage == rules.bundledStage
            ? Mark(
                entry: entry, judge: judge, criterion: criterion, content: content, isInConflict: isInConflict
            )
            : self
    }
}

/// A bundle as its file has it, with what is wrong about its form, hashes and signature.
private struct BundleFile {
    let bundle: ResultBundle
    private(set) var findings: [Violation] = []

    /// - Throws: `bundle-malformed` or what the JSON reader refuses.
    init(_ bytes: [UInt8]) throws(Refusal) {
        do throws(Violation) {
            let document = try JSONValue(parsing: bytes)
            let manifest = document["manifest"] ?? .null
            guard let format = document["format"]?.string.flatMap(ResultBundle.Format.init(rawValue:)),
                case .object(let members)? = document["parts"],
                let sealedOn = try? Day(iso: try manifest.text("sealed_on"))
            else { throw BundleVerification.malformed("format, parts, manifest") }
            var parts: [ResultBundle.Part: JSONValue] = [:]
            for (name, part) in members {
                guard let known = ResultBundle.Part(rawValue: name), format.allowed.contains(known) else {
                    throw BundleVerification.malformed(name)
                }
                parts[known] = part
            }
            for part in format.required where parts[part] == nil {
                throw BundleVerification.malformed(part.rawValue)
            }
            let signature = document["signature"].flatMap(ResultBundle.Signature.init)
            bundle = ResultBundle(parts: parts, sealedOn: sealedOn, manifest: manifest, signature: signature)
            try check(document, bytes)
        } catch {
            throw Refusal(error)
        }
    }

    private mutating func check(_ document: JSONValue, _ bytes: [UInt8]) throws(Violation) {
        // also catches members that do not belong and every other way of writing the same
        if bundle.bytes != bytes {
            findings.append(
                BundleVerification.differs(
                    "bundle-not-canonical",
                    vi: "tệp không phải JSON chuẩn tắc của gói kết quả, hoặc chữ ký sai dạng",
                    en: "the file is not the canonical JSON of a bundle, or its signature is malformed"))
        }
        var hashes: [String: JSONValue] = [:]
        for (part, content) in bundle.parts {
            let hash = SHA256Digest(of: try CanonicalJSON.encode(content)).hex
            hashes[part.rawValue] = .string(hash)
            if bundle.manifest["parts"]?[part.rawValue]?.string != hash {
                findings.append(
                    BundleVerification.differs(
                        "bundle-part-altered", vi: "phần “\(part.rawValue)” không khớp mã băm đã niêm phong",
                        en: "the part “\(part.rawValue)” does not match its sealed hash"))
            }
        }
        let manifest = ResultBundle.manifest(
            hashes: hashes, sealedOn: bundle.sealedOn, format: bundle.format)
        if manifest != bundle.manifest, findings.isEmpty {
            findings.append(BundleVerification.malformed("manifest"))
        }
        if let signature = bundle.signature, !signature.fits(bundle.manifest) {
            findings.append(
                BundleVerification.differs(
                    "bundle-signature", vi: "chữ ký không đúng với nội dung",
                    en: "the signature does not fit the content"))
        }
    }
}
