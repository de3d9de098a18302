import ArgumentParser
import Evidence
import Registry
import RuralIndustry

extension RoundCommand {
    struct Notices: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "notices",
            abstract: "Thông báo kết quả (hoặc quyết định) cho từng cơ sở: ghi nhận ngày gửi và viết ra tệp.",
            discussion: """
                Với --out: ghi nhận thông báo cho những hồ sơ chưa được thông báo, viết mỗi hồ sơ một tệp văn bản UTF-8 và \
                manifest.csv vào thư mục; chạy lại thì viết lại đúng những lời đã gửi. Không có --out: liệt kê các thông báo \
                đã gửi. Hạn khiếu nại tính theo ngày làm việc kể từ ngày thông báo.
                """)
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var dryRun: DryRunOption
        @Argument(help: "Số của kỳ bình chọn.") var id: Int64
        @Option(help: "Thư mục để viết các thông báo.") var out: String?
        @Option(help: "Ngày thông báo (mặc định: hôm nay).") var on: Day?
        @Option(help: "Cách gửi: hand, post, email hoặc portal.") var channel = NoticeChannel.post

        func run() async throws {
            try await global.withRegistry { registry, place in
                guard let out else {
                    return try output.printer(place).list(
                        try await registry.notices(ofRound: id, as: place.viewer))
                }
                if !dryRun.dryRun { try NoticeBatch.requireFolder(out) }
                let batch = try await registry.sendNotices(
                    ofRound: id, on: on ?? place.today, by: channel, as: place.viewer, today: place.today,
                    dryRun: dryRun.dryRun)
                for warning in batch.warnings {
                    Console().note(ErrorReport.warning(warning, in: place.language))
                }
                let failures = dryRun.dryRun ? [] : write(batch, to: out, in: place.language)
                try output.printer(place).list(batch.notices)
                if !failures.isEmpty { throw Failure.partlyDone(failures) }
            }
        }

        /// What could not be written of notices that are recorded by now.
        private func write(_ batch: NoticeBatch, to folder: String, in language: Language) -> [Violation] {
            let failures = batch.write(to: folder)
            do {
                try ListFile(path: folder + "/manifest.csv").write(batch.notices, in: language)
                return failures
            } catch {
                return failures + [
                    error as? Violation
                        ?? Violation(
                            "file-not-written", vi: "manifest.csv: \(error)", en: "manifest.csv: \(error)")
                ]
            }
        }
    }
}

extension NoticeRecord: Listed {
    static let columns: [Column<NoticeRecord>] = [
        Column("entry", "Mã số", "Entry", { $0.entry }),
        Column("establishment", "Cơ sở", "Establishment", { $0.establishmentName }),
        Column("kind", "Thông báo", "Notice", { $0.kind.rawValue }),
        Column("noticed_on", "Ngày thông báo", "Noticed on", kind: .day, { .text($0.noticedOn.iso) }),
        Column("channel", "Cách gửi", "Channel", { $0.channel.rawValue }),
        Column(
            "complain_until", "Hạn khiếu nại", "Complaints until", kind: .day,
            { .text($0.complainUntil?.iso) }),
        Column("file", "Tệp", "File", { $0.file }),
        Column("sha256", "SHA-256", "SHA-256", { SHA256Digest(of: Array($0.text.utf8)).hex }),
    ]
}
