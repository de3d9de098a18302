import ArgumentParser
import Evidence
import Registry
import RuralIndustry

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Nhật ký thay đổi và bằng chứng nó không bị sửa (audit trail).",
        subcommands: [
            Verify.self, Tail.self, Seal.self, WriteCheckpoint.self, Proof.self, CheckProof.self,
        ])

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract:
                "Tính lại toàn bộ chuỗi từ dữ liệu; so với điểm kiểm chứng giữ bên ngoài. Mã 4 nếu bị sửa.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Option(help: "Điểm kiểm chứng cuối cùng, giữ ngoài cơ sở dữ liệu.") var checkpoint: String?
        @Option(help: "Khóa công khai đã ký nó (PEM); mặc định: các khóa trong thư mục dữ liệu.") var key:
            String?

        func run() async throws {
            let settings = try await Settings.load(demo: global.demo)
            let known = try checkpoint.map { file in
                try SignedFile.checkpoint(try readFile(file), file: file, keys: try settings.trustedKeys(key))
            }
            try await global.withRegistry { registry, place in
                let found = try await registry.verifyAudit(against: known, as: place.viewer)
                try output.printer(place).single(AuditLine(found))
                if !found.findings.isEmpty { throw Failure.altered(found.findings) }
            }
        }
    }

    struct Tail: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "tail", abstract: "Những sự kiện cuối cùng.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Option(help: "Bao nhiêu.") var count = 20
        @Flag(help: "Chỉ những sự kiện chưa niêm phong.") var unsealed = false

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(
                    try await registry.auditTail(count, unsealed: unsealed, as: place.viewer))
            }
        }
    }

    struct Seal: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "seal",
            abstract: "Niêm phong những gì đã ghi; chạy mỗi giờ hay mỗi ngày.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            try await global.withRegistry { registry, place in
                let seal = try await registry.sealAudit(as: place.viewer)
                try output.printer(place).single(seal)
                if seal.isBlocked {
                    throw Violation(
                        "audit-busy", vi: "có giao dịch chưa xong nên chưa niêm phong hết; chạy lại sau",
                        en: "a transaction has not ended, so not everything was sealed; run it again later")
                }
            }
        }
    }

    struct WriteCheckpoint: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "checkpoint",
            abstract: "Niêm phong và ký trạng thái hiện nay, để giữ ngoài cơ sở dữ liệu.")
        @OptionGroup var global: GlobalOptions
        @Option(help: "Tệp để ghi (mặc định: in ra).") var out: String?

        func run() async throws {
            try await global.withRegistry { registry, place in
                let note = try await registry.auditCheckpoint(
                    signedBy: try await place.signingKey(registry), at: place.now, as: place.viewer)
                if let out {
                    try writeFile(Array(note.description.utf8), to: out)
                } else {
                    Console().write("\(note)")
                }
            }
        }
    }

    struct Proof: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "proof",
            abstract:
                "Bằng chứng rằng một kết quả, một giấy chứng nhận hay một điểm kiểm chứng cũ có trong sổ (JSON)."
        )
        @OptionGroup var global: GlobalOptions
        @Option(help: "Số của kỳ bình chọn.") var round: Int64?
        @Option(help: "Số giấy chứng nhận.") var certificate: String?
        @Option(help: "Tệp điểm kiểm chứng cũ.") var since: String?
        @Option(help: "Tệp để ghi (mặc định: in ra).") var out: String?

        func validate() throws {
            if [round != nil, certificate != nil, since != nil].count(where: { $0 }) != 1 {
                throw ValidationError(
                    "Ghi đúng một trong --round, --certificate, --since (exactly one of them).")
            }
        }

        func run() async throws {
            try await global.withRegistry { registry, place in
                let key = try await place.signingKey(registry)
                let proof: JSONValue
                if let round {
                    proof = try await registry.proof(
                        ofResult: round, signedBy: key, at: place.now, as: place.viewer
                    ).json
                } else if let certificate {
                    proof = try await registry.proof(
                        ofCertificate: certificate, signedBy: key, at: place.now, as: place.viewer
                    ).json
                } else {
                    proof = try await registry.proof(
                        since: try SignedNote(try readFile(since ?? "")), signedBy: key, at: place.now,
                        as: place.viewer
                    ).json
                }
                let text = proof.text + "\n"
                if let out { try writeFile(Array(text.utf8), to: out) } else { Console().write(text) }
            }
        }
    }

    struct CheckProof: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check-proof", abstract: "Kiểm tra một bằng chứng, không cần cơ sở dữ liệu.")
        @OptionGroup var global: GlobalOptions
        @Argument(help: "Tệp bằng chứng.") var file: String
        @Option(help: "Khóa công khai được tin (PEM).") var key: String?

        func run() async throws {
            let settings = try await Settings.load(demo: global.demo)
            let keys = try settings.trustedKeys(key)
            let json = try JSONValue(parsing: try readBytes(file))
            let isConsistency = json["format"]?.string == ConsistencyProof.format
            let holds: Bool
            let notes: [SignedNote]
            if isConsistency {
                let proof = try ConsistencyProof(json)
                (holds, notes) = (proof.holds, [proof.old, proof.new])
            } else {
                let proof = try InclusionProof(json)
                (holds, notes) = (proof.holds, [proof.checkpoint])
                Console().write(proof.content + "\n")
            }
            for note in notes { _ = try SignedFile.checkpoint(note.description, file: file, keys: keys) }
            if !holds {
                throw Failure.integrity(Bilingual(vi: "bằng chứng không đúng", en: "the proof does not hold"))
            }
        }
    }
}

/// Signed texts that come from outside.
enum SignedFile {
    /// A checkpoint whose signature is of a trusted key and not revoked by its day.
    ///
    /// - Throws: exit 4 if it is altered, 6 if none of the trusted keys signed it.
    static func checkpoint(_ text: String, file: String, keys: TrustedKeys) throws -> Checkpoint {
        let note = try SignedNote(text)
        guard let signer = note.signer(among: keys) else {
            if note.names(oneOf: keys) {
                throw Failure.integrity(
                    Bilingual(
                        vi: "điểm kiểm chứng “\(file)” bị sửa: chữ ký không đúng",
                        en: "the checkpoint “\(file)” was altered: its signature does not fit"))
            }
            throw Failure.statusUnknown(
                Bilingual(
                    vi: "không biết khóa \(note.keyName) đã ký “\(file)”; hãy cho khóa đã công bố (--key)",
                    en:
                        "the key \(note.keyName) that signed “\(file)” is not known; give the published key (--key)"
                ))
        }
        let checkpoint = try Checkpoint(text: note.text)
        if let day = signer.revokedFrom, checkpoint.time.prefix(10) >= day.iso {
            throw Failure.notLive(
                Bilingual(
                    vi: "khóa đã ký “\(file)” bị thu hồi từ ngày \(day.vietnamese)",
                    en: "the key that signed “\(file)” was revoked from \(day.iso) on"))
        }
        return checkpoint
    }
}

/// The state of the trail.
struct AuditLine: Listed {
    let found: AuditVerification

    init(_ found: AuditVerification) { self.found = found }

    static let columns: [Column<AuditLine>] = [
        Column("sealed", "Sự kiện đã niêm phong", "Sealed events", { .number(Int($0.found.chain.length)) }),
        Column("head", "Đầu chuỗi", "Chain head", { $0.found.chain.head.hex }),
        Column("tree_size", "Số lá", "Tree size", { .number($0.found.treeSize) }),
        Column("root", "Gốc cây", "Root", { $0.found.root.hex }),
        Column("unsealed", "Chưa niêm phong", "Unsealed events", { .number($0.found.unsealed) }),
        Column("findings", "Sai lệch", "Findings", { .number($0.found.findings.count) }),
    ]
}

extension AuditSeal: Listed {
    static let columns: [Column<AuditSeal>] = [
        Column("sealed", "Vừa niêm phong", "Sealed now", { .number($0.sealed) }),
        Column("length", "Độ dài chuỗi", "Chain length", { .number(Int($0.length)) }),
    ]
}

extension AuditRecord: Listed {
    static let columns: [Column<AuditRecord>] = [
        Column("audit_id", "Sự kiện", "Event", { .number(Int($0.id)) }),
        Column("recorded_at", "Lúc", "At", { $0.recordedAt.iso }),
        Column("actor", "Ai", "Actor", { $0.actor }),
        Column("action", "Việc", "Action", { $0.action }),
        Column("subject", "Đối tượng", "Subject", { $0.subject }),
        Column("subject_id", "Số", "Number", { $0.subjectID }),
        Column("reason", "Lý do", "Reason", { $0.reason }),
        Column("position", "Mắt xích", "Link", { .number($0.position.map(Int.init)) }),
    ]
}
