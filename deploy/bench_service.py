#!/usr/bin/env python3
"""What deploy/bench compares the service with: the award history of a product as FastAPI and as Django answer it, with the same
SQL and the same JSON.

  uvicorn --factory bench_service:fastapi     asyncpg, a pool of CONNECTIONS per worker
  gunicorn 'bench_service:django()'           psycopg, one lasting connection per thread

STYLE=usual is what their tutorials lead to: FastAPI returns a dictionary, Django has the middleware that startproject writes.
STYLE=lean does without: a response that FastAPI does not look through, Django without any middleware. In both statements are
prepared and connections kept. DATABASE and KEYWORDS are the address, SQL the statement with :id. And a client that opens many
connections at once:

  bench_service.py connections PORT COUNT     prints {"opened": N, "answered": N, "seconds": S}
"""
import datetime
import json
import os
import socket
import sys
import time

KEPT = {"Cache-Control": "public, max-age=60"}
VIETNAM = datetime.timezone(datetime.timedelta(hours=7))


def status(award, day):
    if award["withdrawn_by"] and award["withdrawn_on"] <= day:
        return "revoked"
    if award["issued_on"] is None or day < award["issued_on"]:
        return None
    if award["revoked_on"] and award["revoked_on"] <= day:
        return "revoked"
    if award["valid_to"] is None:
        return "unknown"
    return "live" if day <= award["valid_to"] else "expired"


def iso(day):
    return None if day is None else day.isoformat()


def number(value):
    return None if value is None else str(value)


def answer(awards):
    day = datetime.datetime.now(VIETNAM).date()
    return {
        "as_of": day.isoformat(),
        "items": [
            {
                "certificate_number": award["certificate_number"], "class": award["class"],
                "decision_date": iso(award["decision_date"]), "decision_number": award["decision_number"],
                "establishment_id": number(award["establishment_id"]), "establishment_name": award["establishment_name"],
                "group": award["product_group"], "id": str(award["award_id"]), "is_partial": award["is_partial"],
                "issued_on": iso(award["issued_on"]), "issuer_code": award["issuer_code"],
                "issuer_name": award["issuer_name"], "level": award["level"], "product_id": number(award["product_id"]),
                "product_name": award["product_name"], "province_name": award["province_name"],
                "revoked_on": iso(award["revoked_on"]), "status": status(award, day), "valid_to": iso(award["valid_to"]),
                "withdrawn_by": award["withdrawn_by"], "year": award["year"],
            }
            for award in awards
        ],
    }


def statement(placeholder):
    with open(os.environ["SQL"], encoding="utf-8") as file:
        return file.read().strip().rstrip(";").replace(":id", placeholder)


def fastapi():
    import contextlib

    import asyncpg
    from fastapi import FastAPI, Response
    from fastapi.responses import JSONResponse

    sql = statement("$1::bigint")

    @contextlib.asynccontextmanager
    async def life(app):
        size = int(os.environ["CONNECTIONS"])
        async with asyncpg.create_pool(os.environ["DATABASE"], min_size=size, max_size=size) as pool:
            app.state.pool = pool
            yield

    app = FastAPI(lifespan=life, openapi_url=None)

    if os.environ["STYLE"] == "lean":

        @app.get("/api/v1/awards")
        async def awards(product: int):
            return JSONResponse(answer(await app.state.pool.fetch(sql, product)), headers=KEPT)
    else:

        @app.get("/api/v1/awards")
        async def awards(product: int, response: Response):
            response.headers.update(KEPT)
            return answer(await app.state.pool.fetch(sql, product))

    return app


def django():
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.http import JsonResponse
    from django.urls import path

    sql = statement("%(id)s")
    address = dict(item.split("=", 1) for item in os.environ["KEYWORDS"].split())
    settings.configure(
        MIDDLEWARE=[] if os.environ["STYLE"] == "lean" else [
            "django.middleware.security.SecurityMiddleware", "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware"],
        INSTALLED_APPS=[] if os.environ["STYLE"] == "lean" else [
            "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages"],
        ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="bench", USE_TZ=True,
        DATABASES={"default": {
            "ENGINE": "django.db.backends.postgresql", "NAME": address["dbname"], "USER": address["user"],
            "HOST": address["host"], "PORT": address["port"], "CONN_MAX_AGE": None,
            # prepared on the server, as with the others
            "OPTIONS": {"server_side_binding": True, "prepare_threshold": 0}}})

    def awards(request):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(sql, {"id": int(request.GET["product"])})
            names = [column.name for column in cursor.description]
            found = [dict(zip(names, row)) for row in cursor.fetchall()]
        answered = JsonResponse(answer(found), json_dumps_params={"ensure_ascii": False}, headers=KEPT)
        answered["Content-Length"] = str(len(answered.content))
        return answered

    globals()["urlpatterns"] = [path("api/v1/awards", awards)]
    return get_wsgi_application()


def connections(port, count):
    start = time.monotonic()
    request = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    opened = []
    for _ in range(count):
        opened.append(socket.create_connection(("127.0.0.1", port), timeout=60))
    for connection in opened:
        connection.sendall(request)
    answered = 0
    for connection in opened:
        data = b""
        while part := connection.recv(4096):
            data += part
        answered += data.startswith(b"HTTP/1.1 200 ")
        connection.close()
    print(json.dumps({"opened": len(opened), "answered": answered, "seconds": round(time.monotonic() - start, 2)}))


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] != "connections":
        sys.exit(__doc__)
    connections(int(sys.argv[2]), int(sys.argv[3]))
