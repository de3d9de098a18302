import ArgumentParser
import RuralIndustry

struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "In cấu hình đang dùng, không có mật khẩu (effective configuration)."
    )
    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let place = try await Workplace(demo: global.demo)
        try output.printer(place).single(EffectiveConfiguration(place: place))
    }
}

struct EffectiveConfiguration: Listed {
    let place: Workplace

    static let columns: [Column<EffectiveConfiguration>] = [
        Column(
            "CNNT_DATABASE_URL", "Cơ sở dữ liệu", "Database",
            { $0.place.settings.databaseURL.map(withoutSecrets) }),
        Column(
            "CNNT_OWNER_DATABASE_URL", "Vai trò sở hữu", "Owner",
            { $0.place.settings.ownerDatabaseURL.map(withoutSecrets) }),
        Column("CNNT_DATA_DIR", "Thư mục dữ liệu", "Data folder", { $0.place.settings.dataDirectory }),
        Column("CNNT_SQL_DIR", "Thư mục SQL", "SQL folder", { $0.place.sqlDirectory }),
        Column("CNNT_FONT_DIR", "Thư mục phông chữ", "Font folder", { $0.place.fontDirectory }),
        Column(
            "CNNT_SIGN_KEY", "Khóa ký tệp của dịch vụ", "Key that the service signs files with",
            { $0.place.settings.signing.keyFile }),
        Column(
            "CNNT_SIGN_COMMAND", "Lệnh ký tệp của dịch vụ", "Command that signs the service's files",
            { $0.place.settings.signing.command }),
        Column("CNNT_LISTEN", "Địa chỉ dịch vụ", "Listen", { $0.place.settings.listen }),
        Column("CNNT_BASE_URL", "Địa chỉ công khai", "Base URL", { $0.place.settings.baseURL }),
        Column(
            "CNNT_OPENID_ISSUER", "Nơi đăng nhập chung", "Identity provider",
            { $0.place.settings.openIDIssuer }),
        Column(
            "CNNT_OPEN_DATA_LICENCE", "Giấy phép dữ liệu mở", "Licence of the open data",
            { $0.place.settings.openDataLicence }),
        Column("CNNT_CONTACT", "Nơi liên hệ", "Contact", { $0.place.settings.contact }),
        Column(
            "CNNT_METRICS_TOKEN", "Mã xem /metrics", "Token of /metrics",
            { $0.place.settings.metricsToken.map { _ in "***" } }),
        Column(
            "CNNT_SECRET_KEY_FILE", "Tệp khóa mã hóa bí mật", "Keys that secrets are enciphered with",
            { $0.place.settings.secretKeyFile }),
        Column("CNNT_LANG", "Ngôn ngữ", "Language", { $0.place.settings.language.rawValue }),
        Column("CNNT_LOG_LEVEL", "Mức nhật ký", "Log level", { $0.place.settings.logLevel }),
        Column("CNNT_AS_USER", "Làm việc với tài khoản", "Works as", { $0.place.settings.asUser }),
        Column("CNNT_DEMO", "Trình diễn", "Demo", { .flag($0.place.settings.isDemo) }),
    ]
}
