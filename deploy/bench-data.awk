# Writes made-up records as CSV files for deploy/bench, the same ones for the same seed:
#
#   awk -f bench-data.awk -v kind=establishments -v count=N -v seed=S COMMUNES.csv
#   awk -f bench-data.awk -v kind=products       -v count=N
#   awk -f bench-data.awk -v kind=awards         -v count=N
#
# COMMUNES.csv has a column `code`. Record number i of each kind belongs to number i of the kind before it.

# Park-Miller: within the 53 bits that awk's numbers hold, so that every awk gives the same sequence.
function random(below) {
  state = state * 16807 % 2147483647
  return state % below
}

# The i-th tax code: ten digits of which the last is a check digit; the numbers that have none (it would be 10) are skipped.
function next_tax_code(   digits, sum, i) {
  do {
    digits = sprintf("%09d", ++serial)
    sum = 0
    for (i = 1; i <= 9; i++) sum += substr(digits, i, 1) * weight[i]
  } while (sum % 11 == 0)
  return digits (10 - sum % 11)
}

function establishment_name(i) { return sprintf("Cơ sở thử nghiệm số %06d", i) }
function product_name(i) { return sprintf("Sản phẩm thử nghiệm số %06d", i) }

function write_establishment(i) {
  printf "\"%s\",%s,%s,%s,Người đại diện %d,\"Thôn %d, đường %d\",09%08d,%s,%04d-%02d-%02d,%d,%.0f,%.0f,E%d\n",
    establishment_name(i), forms[1 + random(form_count)], communes[1 + random(commune_count)], next_tax_code(),
    1 + random(5000), 1 + random(40), 1 + random(200), random(100000000), industries[1 + random(industry_count)],
    1990 + random(33), 1 + random(12), 1 + random(28), 1 + random(300), 1000000 * random(90000),
    1000000 * random(400000), i
}

function write_product(i) {
  printf "\"%s\",%s,E%d,%d,P%d\n", product_name(i), groups[1 + random(group_count)], i, 1000 * (1 + random(5000)), i
}

# Two recognitions of every product, by the People's Committee of a province (Thái Nguyên, 19) in two rounds.
function write_awards(i,   year) {
  for (year = 2021; year <= 2023; year += 2)
    printf "\"%s\",\"%s\",provincial,%d,19,%d/QĐ-UBND,%d-10-15,P%d\n",
      product_name(i), establishment_name(i), year, 1000 + year, year, i
}

BEGIN {
  FS = ","
  split("31 29 23 19 17 13 7 5 3", weight, " ")
  form_count = split("enterprise cooperative cooperative-union cooperative-group household", forms, " ")
  industry_count = split("Chế biến chè|Mây tre đan|Gốm sứ|Cơ khí|Dệt thổ cẩm|Chế biến nông sản", industries, "|")
  group_count = split("handicraft food machinery other", groups, " ")
  state = seed + 20231102
  serial = 100000000
  if (kind == "products") {
    print "name,group,establishment_external_id,price_vnd,external_id"
    for (i = 1; i <= count; i++) write_product(i)
    exit
  }
  if (kind == "awards") {
    print "product_name,establishment_name,level,year,issuer_code,decision_number,decision_date,product_external_id"
    for (i = 1; i <= count; i++) write_awards(i)
    exit
  }
}

FNR == 1 { for (i = 1; i <= NF; i++) if ($i == "code") code = i; next }
{ communes[++commune_count] = $code }

END {
  if (kind != "establishments") exit
  if (!commune_count) { print "no communes" > "/dev/stderr"; exit 1 }
  print "name,legal_form,commune_code,tax_code,representative,address,phone,industry,founded_on,labour,capital_vnd,revenue_vnd,external_id"
  for (i = 1; i <= count; i++) write_establishment(i)
}
