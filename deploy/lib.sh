# shellcheck shell=bash disable=SC2034
# What the scripts of this folder share: where the checkout is, messages, the Debian packages, the Swift toolchain.
# Sourced, never run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)

# The names are those of Debian 12. A PostgreSQL server comes beside them: see postgres_server.
build_packages=(
  # what a toolchain from swift.org loads, and what its clang and linker need for Swift, C and C++
  ca-certificates git tzdata binutils libc6-dev libstdc++-12-dev zlib1g-dev
  libcurl4 libedit2 libncurses6 libsqlite3-0 libxml2
  # the C libraries bound in Sources/System
  pkg-config libpq-dev libharfbuzz-dev libqrencode-dev libdeflate-dev libssl-dev
  libzip-dev libexpat1-dev libxlsxwriter-dev
  libturbojpeg0-dev libpng-dev libargon2-dev libcurl4-openssl-dev
)
run_packages=(fonts-noto-core)
# the tests read papers back with other people's programs, QR codes included, and fill in the offline sheet in a browser
test_packages=(poppler-utils qpdf mupdf-tools zbar-tools python3 openssl curl chromium chromium-driver)
# signatures too: pdfsig wants an NSS database, pyHanko comes from PyPI
test_packages+=(libnss3-tools python3-pip)
pyhanko_version=0.38.0
# and Playwright with axe-core, for journeys through pages in a real browser
browser_packages=(playwright==1.65.2 axe-playwright-python==0.1.8)
schemathesis_version=4.32.5 jsonschema_version=4.26.0 pyyaml_version=6.0.3
# with what deploy/bench compares certificates: their Python packages, installed into a folder of the run
typesetters=(reportlab==5.1.0 weasyprint==70.0 typst==0.15.2 qrcode==8.2)
# with what it compares the service, likewise
web_frameworks=(fastapi==0.165.0 'uvicorn[standard]==0.54.0' asyncpg==0.32.0 django==5.2.19 'psycopg[binary]==3.3.9' gunicorn==27.0.1)
# for ../shared/tools/pdfa-check (the veraPDF engine), where that folder is there
verapdf_packages=(default-jdk-headless libjaxb-java python3-pip)

oldest_swift=6.2
oldest_postgres=15

# say VIETNAMESE ENGLISH: a message; on standard error, where nothing looks for results.
say() { printf '==> %s\n    %s\n' "$1" "$2" >&2; }

# fail STATUS VIETNAMESE ENGLISH: the last message.
fail() {
  printf 'error: %s\n       %s\n' "$2" "$3" >&2
  exit "$1"
}

# print_help: the comment at the head of the script that runs, and the end.
print_help() {
  sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"
  exit
}

# as_root SHOWN COMMAND…: says what will run (SHOWN) and runs it as root, through sudo where that is needed.
as_root() {
  local shown=$1 sudo=()
  shift
  ((EUID == 0)) || sudo=(sudo)
  printf '    + %s%s\n' "${sudo[*]:+sudo }" "$shown" >&2
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive "$@" >&2 </dev/null
}

# is_installed PACKAGE: Debian holds it unpacked and configured.
is_installed() { [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

# postgres_server: reads package names, prints that of the newest PostgreSQL server that is not too old.
postgres_server() {
  sed -n 's/^postgresql-\([0-9]*\)$/\1/p' | sort -rn |
    awk -v oldest=$oldest_postgres 'NR == 1 && $1 >= oldest { print "postgresql-" $1 }'
}

# install_packages PACKAGE…: installs what is missing of these and of a PostgreSQL server; asks for root only then.
install_packages() {
  local package server by_hand missing=() apt=(apt-get -q -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0)
  command -v apt-get >/dev/null || fail 2 \
    "máy này không dùng gói Debian; hãy tự cài PostgreSQL $oldest_postgres trở lên và các gói tương ứng với: $*" \
    "this machine has no Debian packages; install PostgreSQL $oldest_postgres or later and what corresponds to: $*"
  for package; do is_installed "$package" || missing+=("$package"); done
  server=$({ dpkg-query -W -f '${db:Status-Status} ${Package}\n' 'postgresql-[0-9]*' 2>/dev/null || true; } |
    sed -n 's/^installed //p' | postgres_server)
  [[ ! $server || ${#missing[@]} -gt 0 ]] || return 0
  [[ $server ]] || missing+=("postgresql-$oldest_postgres")
  by_hand="apt-get update && apt-get install --no-install-recommends ${missing[*]}"
  ((EUID == 0)) || command -v sudo >/dev/null ||
    fail 1 "thiếu gói Debian và không có sudo; hãy chạy bằng root: $by_hand" \
      "packages are missing and there is no sudo; run that as root"
  say "Còn thiếu ${#missing[@]} gói Debian: ${missing[*]}" "${#missing[@]} Debian packages are missing; to be run as root:"
  as_root 'apt-get update' "${apt[@]}" update || cannot_install "$by_hand"
  if [[ ! $server ]]; then
    server=$(apt-cache pkgnames postgresql- | postgres_server)
    [[ $server ]] || fail 1 "các kho gói không có PostgreSQL $oldest_postgres trở lên" \
      "the package lists know no PostgreSQL $oldest_postgres or later"
    missing[-1]=$server
  fi
  # Debian's server package makes a cluster of its own, running on port 5432, unless a setting of postgresql-common says
  # no. Nothing here needs it (the program starts a private one), so that setting is there during this installation.
  # shellcheck disable=SC2016 # expanded by the inner shell
  as_root "apt-get install --no-install-recommends ${missing[*]}" sh -ec '
    setting=/etc/postgresql-common/createcluster.d/cnnt-installs.conf
    mkdir -p "${setting%/*}"
    trap "rm -f $setting" EXIT
    echo "create_main_cluster = false" >"$setting"
    "$@"' sh "${apt[@]}" install -y --no-install-recommends "${missing[@]}" || cannot_install "$by_hand"
}

# cannot_install COMMANDS: the end, with what to do by hand.
cannot_install() {
  fail 1 "không cài được gói (mạng? quyền sudo?); hãy chạy bằng root: $1" \
    "the packages could not be installed (network? sudo rights?); run that as root"
}

# require_swift: a toolchain that is new enough, or what to do to get one. Asked before anything is installed it lets a
# toolchain pass that cannot yet load its libraries; asked again afterwards with "now" it does not.
require_swift() {
  local swiftly=${SWIFTLY_BIN_DIR:-${HOME:-/root}/.local/share/swiftly/bin} answer version
  command -v swift >/dev/null || PATH=$PATH:$swiftly
  command -v swift >/dev/null || no_swift "không thấy lệnh swift trong PATH" "there is no swift on the PATH"
  if ! answer=$(swift --version 2>&1) && [[ ${1-} != now ]]; then return; fi
  version=$(sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' <<<"$answer")
  [[ $version ]] || no_swift "$(command -v swift) không chạy được: ${answer:0:300}" "it is no working Swift toolchain"
  printf '%s\n' "$oldest_swift" "$version" | sort -V -C ||
    no_swift "Swift $version quá cũ, cần từ $oldest_swift" "Swift $version is too old: $oldest_swift or later is needed"
}

# no_swift VIETNAMESE ENGLISH: what is wrong with the toolchain, how to get one, and the end.
no_swift() {
  cat >&2 <<END
error: $1; hãy cài Swift 6.3, rồi chạy lại lệnh này:
       $2; install Swift 6.3 and run this again:

  https://www.swift.org/install/linux/ ; với/with swiftly:
    curl -O https://download.swift.org/swiftly/linux/swiftly-$(uname -m).tar.gz
    tar zxf swiftly-$(uname -m).tar.gz && ./swiftly init --quiet-shell-followup
    . ~/.local/share/swiftly/env.sh && swiftly install 6.3
END
  [[ ! ${SUDO_USER-} ]] || printf '\n%s\n%s\n' \
    "Khi chạy qua sudo, PATH không còn là của $SUDO_USER: hãy chạy không có sudo, lệnh sẽ tự xin quyền khi cần." \
    "Under sudo the PATH is not that of $SUDO_USER: run this without sudo, it asks for root when it needs it." >&2
  exit 2
}

# prepare PACKAGE…: everything before the first build. Leaves the shell in the checkout.
prepare() {
  cd "$root" || exit
  require_swift
  install_packages "$@"
  require_swift now
  [[ ! -e .build || -w .build ]] || fail 1 \
    "$root/.build thuộc người khác (đã dựng bằng root?); xoá nó hoặc chạy bằng người đó" \
    "$root/.build belongs to somebody else (built as root?); remove it or run as they"
}
