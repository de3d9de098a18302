import Registry
import RuralIndustry

/// What the page of open data shows.
struct OpenDataView: Sendable {
    struct File: Sendable {
        let address: String
        let name: String
        /// One or none: its size and hash, where the file was made since anything changed.
        let seals: [Seal]
        let checksumAddress: String
    }

    struct Seal: Sendable {
        let size: String
        let records: String
        let sha256: String
    }

    struct Column: Sendable {
        let name: String
        let kind: Bilingual
        let about: Bilingual
    }

    struct Dataset: Sendable {
        let id: String
        let name: Bilingual
        let files: [File]
        let columns: [Column]
    }

    let day: String
    let hasLicence: Bool
    let licence: String
    let datasets: [Dataset]
}

extension OpenDataView {
    init(on day: Day, licence: String?, seals: [OpenDataName: OpenDataFile.Seal]) {
        self.init(
            day: day.vietnamese, hasLicence: licence != nil, licence: licence ?? "",
            datasets: OpenDataset.allCases.map { dataset in
                Dataset(
                    id: dataset.rawValue, name: dataset.name,
                    files: OpenFormat.allCases.map { format in
                        let name = OpenDataName(dataset: dataset, format: format)
                        return File(
                            address: "/open-data/\(name.text)", name: format.rawValue.uppercased(),
                            seals: seals[name].map { [Seal($0)] } ?? [],
                            checksumAddress: "/open-data/\(name.text).sha256")
                    },
                    columns: dataset.columns.map {
                        Column(name: $0.name, kind: $0.kind.name, about: $0.about)
                    })
            })
    }
}

extension OpenDataView.Seal {
    init(_ seal: OpenDataFile.Seal) {
        self.init(
            size: ((seal.size + 1023) / 1024).grouped, records: seal.records.grouped, sha256: seal.sha256)
    }
}

extension Template {
    static let ofOpenData = [openData]

    /// Shows an `OpenDataView`.
    static let openData = Template(
        name: "open-data",
        text: """
            <section class="card">
            <h1>Dữ liệu mở <span lang="en">Open data</span></h1>
            <p>Các thông tin công khai của sổ đăng ký, để tải về và sử dụng. Không có số điện thoại, thư điện tử, mã số thuế hay \
            địa chỉ của ai. <span lang="en">What is public in the registry, to be taken and used. There is nobody's telephone, \
            e-mail, tax code or address in it.</span></p>
            <dl>
            <div><dt>Lập ngày <span lang="en">As of</span></dt><dd>{{day}}</dd></div>
            <div><dt>Giấy phép sử dụng <span lang="en">Licence</span></dt><dd>{{#hasLicence}}{{licence}}{{/hasLicence}}\
            {{^hasLicence}}Đơn vị vận hành chưa công bố giấy phép; muốn dùng lại, hãy hỏi đơn vị đó. \
            <span lang="en">The operator has not set a licence; ask before you publish any of it again.</span>{{/hasLicence}}</dd></div>
            </dl>
            <p>Tệp CSV theo UTF-8, dấu phẩy, ngày viết năm-tháng-ngày. Ô bắt đầu bằng dấu =, +, - hoặc @ có thêm dấu nháy đơn \
            phía trước để bảng tính không coi là công thức; trong JSON thì nguyên văn. \
            <span lang="en">CSV is UTF-8 with commas and ISO dates. A cell that begins with =, +, - or @ has an apostrophe before it, \
            so that no spreadsheet takes it for a formula; in JSON it is as it was recorded.</span></p>
            </section>
            {{#datasets}}
            <section class="card" id="{{id}}">
            <h2>{{name.vi}} <span lang="en">{{name.en}}</span></h2>
            <ul class="files">{{#files}}<li><a class="load" href="{{address}}">{{name}}</a>
            {{#seals}}<p>{{records}} dòng, {{size}} KB <span lang="en">rows</span></p><p class="hash">SHA-256 {{sha256}}</p>{{/seals}}
            {{^seals}}<p><a href="{{checksumAddress}}">SHA-256</a></p>{{/seals}}</li>{{/files}}</ul>
            <details><summary>Các cột <span lang="en">Columns</span></summary>
            <table class="figures"><thead><tr><th scope="col">Cột <span lang="en">Column</span></th>\
            <th scope="col">Loại <span lang="en">Kind</span></th><th scope="col">Nội dung <span lang="en">Content</span></th></tr></thead>
            <tbody>{{#columns}}<tr><th scope="row"><code>{{name}}</code></th><td>{{kind.vi}} <span lang="en">{{kind.en}}</span></td>\
            <td>{{about.vi}} <span lang="en">{{about.en}}</span></td></tr>{{/columns}}</tbody></table>
            </details>
            </section>
            {{/datasets}}
            """)
}
