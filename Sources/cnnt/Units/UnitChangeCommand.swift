import ArgumentParser
import Registry
import RuralIndustry

extension UnitCommand {
    /// Records an official change of one unit.
    struct Change: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "change",
            abstract:
                "Ghi một thay đổi theo văn bản: đổi tên, đổi loại, nhập, chia (record an official change).",
            discussion: """
                Đơn vị tiếp tục với tên, loại hoặc cấp trên khác:
                  cnnt unit change 22 --on 2026-09-01 --act 36/2026/QH16 --kind city --full-name "Thành phố Quảng Ninh"
                Toàn bộ đơn vị nhập vào một đơn vị đang có, đơn vị đó giữ nguyên:
                  cnnt unit change 05779 --on 2026-10-01 --act "…" --merge-into 05773
                Đơn vị bị chia cho các đơn vị đang có và kết thúc:
                  cnnt unit change 05779 --on 2026-10-01 --act "…" --split-into "05773|05800"
                Nhiều đơn vị nhập thành một đơn vị mới: đơn vị mang mã CODE tiếp tục, các đơn vị kia nhập vào:
                  cnnt unit change 05773 --on 2026-10-01 --act "…" --name … --full-name … --also-merge "05779|05800"
                Đơn vị mới mang mã của đơn vị khác (Bắc Ninh 27 tiếp tục với mã 24 của Bắc Giang):
                  cnnt unit change 24 --on 2025-07-01 --act 202/2025/QH15 --continues 27 --also-merge 24
                Mã chưa có đơn vị nào, không đơn vị cũ nào tiếp tục: ghi đủ --name, --full-name, --kind, --parent.

                Các đơn vị cấp dưới giữ mã cấp trên; nếu mã đó không còn thì phải chuyển chúng trước (--parent) hoặc nhập
                bằng tệp. Ghi lại cùng một văn bản không thay đổi gì.
                """)
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var dryRun: DryRunOption
        @Argument(help: "Mã đơn vị; nếu là đơn vị mới thì mã từ ngày đó.") var code: String
        @Option(help: "Ngày có hiệu lực, ví dụ 2026-09-01.") var on: String
        @Option(help: "Số văn bản, ví dụ 36/2026/QH16.") var act: String
        @Option(help: "Tên mới, ví dụ \"Quảng Ninh\".") var name: String?
        @Option(name: .customLong("full-name"), help: "Tên đầy đủ mới, ví dụ \"Thành phố Quảng Ninh\".")
        var fullName: String?
        @Option(help: "Loại mới: province, city, town, township, ward, commune, special_zone …")
        var kind: String?
        @Option(help: "Mã đơn vị cấp trên mới.") var parent: String?
        @Option(name: .customLong("merge-into"), help: "Toàn bộ nhập vào đơn vị mang mã này.")
        var mergeInto: String?
        @Option(
            name: .customLong("split-into"), help: "Chia cho các đơn vị mang những mã này, cách nhau bằng |.")
        var splitInto: String?
        @Option(
            name: .customLong("also-merge"), help: "Các đơn vị cùng nhập vào đơn vị này, cách nhau bằng |.")
        var alsoMerge: String?
        @Option(help: "Đơn vị cũ tiếp tục với mã này (mặc định: đơn vị đang mang mã này).")
        var continues: String?

        func run() async throws {
            var fields = Fields<UnitActColumn>(texts: [code, on, act, name, fullName, kind, parent])
            fields[.mergeInto] = mergeInto
            fields[.splitInto] = splitInto
            fields[.alsoMerge] = alsoMerge
            fields[.continues] = continues
            let act = try UnitAct.parse(fields)
            try await global.withRegistry { registry, place in
                let report = try await registry.changeUnit(act, as: place.viewer, dryRun: dryRun.dryRun)
                if report.isRecordedAlready {
                    Console().note(
                        Bilingual(
                            vi: "văn bản này đã được ghi; không có gì thay đổi",
                            en: "this act is recorded already; nothing was changed"
                        ).text(in: place.language))
                }
                try output.printer(place).list(UnitImportLine.lines(of: report.saved))
            }
        }
    }
}
