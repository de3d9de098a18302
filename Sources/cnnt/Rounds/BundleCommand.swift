import ArgumentParser
import Evidence
import Registry
import RuralIndustry

struct BundleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bundle", abstract: "Gói kết quả mà người ngoài tính lại được (result bundles).",
        subcommands: [Export.self, Verify.self])

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract: "Ghi gói kết quả của một kỳ bình chọn đã chốt, có ký.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Flag(help: "Không ký.") var unsigned = false
        @Flag(
            help: "Đúng như khi khóa điểm (hoặc khi sửa), chưa có quyết định: mã băm là mã in trong biên bản."
        )
        var closing = false
        @Option(help: "Bản của kết quả đã sửa (mặc định: bản đang có hiệu lực).") var version: Int?
        @Argument(help: "Số của kỳ bình chọn.") var round: Int64
        @Argument(help: "Tệp để ghi.") var file: String

        func run() async throws {
            try await global.withRegistry { registry, place in
                let key = unsigned ? nil : try await place.signingKey(registry)
                let bundle = try await registry.resultBundle(
                    ofRound: round, version: version, asKept: closing, sealedOn: place.today, signedBy: key,
                    as: place.viewer)
                let bytes = bundle.bytes
                try writeFile(bytes, to: file)
                try output.printer(place).single(
                    BundleLine(BundleVerification(of: bytes, trusting: try place.keys.trusted())))
            }
        }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract: "Tính lại mọi thứ trong gói, không cần cơ sở dữ liệu.",
            discussion:
                "0 đúng · 1 khóa đã thu hồi · 4 bị sửa hoặc giả · 6 nội dung đúng, chưa biết khóa của ai")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Tệp gói kết quả.") var file: String
        @Option(help: "Khóa công khai được tin (PEM); mặc định: các khóa trong thư mục dữ liệu.") var key:
            String?

        func run() async throws {
            let settings = try await Settings.load(demo: global.demo)
            let bundle = BundleVerification(of: try readBytes(file), trusting: try settings.trustedKeys(key))
            let printer = Printer(format: output.format, language: settings.language, console: Console())
            try printer.single(BundleLine(bundle))
            if !bundle.findings.isEmpty {
                throw Failure.altered(bundle.findings.map { $0.at(Place(file: file)) })
            }
            switch bundle.signer {
            case .trusted: return
            case .revoked(let signer, let day):
                throw Failure.notLive(
                    Bilingual(
                        vi: "khóa \(signer.id) đã bị thu hồi từ ngày \(day.vietnamese)",
                        en: "key \(signer.id) was revoked from \(day.iso) on"))
            case .unknown(let signer) where key != nil:
                throw Failure.integrity(
                    Bilingual(
                        vi: "chữ ký là của khóa \(signer.id), không phải khóa trong “\(key ?? "")”",
                        en: "it is signed by key \(signer.id), not by a key in “\(key ?? "")”"))
            case .nobody where key != nil:
                throw Failure.integrity(
                    Bilingual(vi: "gói không có chữ ký", en: "the bundle is not signed"))
            case .unknown(let signer):
                throw Failure.statusUnknown(
                    Bilingual(
                        vi:
                            "nội dung đúng, nhưng chưa biết khóa \(signer.id) của ai; hãy cho khóa đã công bố (--key)",
                        en:
                            "the content holds, but whose key \(signer.id) is, is not known; give the published key (--key)"
                    ))
            case .nobody:
                throw Failure.statusUnknown(
                    Bilingual(
                        vi: "nội dung đúng, nhưng không có chữ ký",
                        en: "the content holds, but nobody signed it"))
            }
        }
    }
}

/// What is in a bundle, in a line.
struct BundleLine: Listed {
    let bundle: BundleVerification

    init(_ bundle: BundleVerification) { self.bundle = bundle }

    private var signer: (state: String, key: String?) {
        switch bundle.signer {
        case .trusted(let key): ("trusted", key.id)
        case .revoked(let key, _): ("revoked", key.id)
        case .unknown(let key): ("unknown", key.id)
        case .nobody: ("unsigned", nil)
        }
    }

    static let columns: [Column<BundleLine>] = [
        Column("round", "Kỳ", "Round", { $0.bundle.round }),
        Column("name", "Tên", "Name", { $0.bundle.roundName }),
        Column("marks", "Số điểm", "Marks", { .number($0.bundle.marksSubmitted) }),
        Column("holds", "Tính lại đúng", "Holds", { .flag($0.bundle.findings.isEmpty) }),
        Column("signature", "Chữ ký", "Signature", { $0.signer.state }),
        Column("key_id", "Mã khóa", "Key", { $0.signer.key }),
        Column("sealed_on", "Ngày niêm phong", "Sealed on", { $0.bundle.sealedOn?.iso }),
        Column("sha256", "Mã băm", "SHA-256", { $0.bundle.hash?.hex }),
    ]
}
