"""Settings are read, typed and refused with words that say what to do."""

from pathlib import Path
from typing import Any

import pytest

from msp_du.config import Config, ConfigError

KEYS = {
    "MSP_DU_PUBLIC_URL": "https://suivi.example.org",
    "MSP_DU_SECRET_KEY": "vN3mQx8Zr1bKd5TfLw7yHc2JgPs9UeXo4AiBnMqRtVw",
    "MSP_DU_CODE_KEY": "Zk6pWc1nYb8sRj3vTq5xGd0LfHm7UaEo2IyNiBtMuKw",
}

OLD = "Qd2vRk9mXz7pLs4tBw8yHn1cJf6gUa3eOiTbMrVxKqY"


def load(tmp_path: Path, **environ: str) -> Config:
    return Config.load(tmp_path, KEYS | environ)


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('mail = "console"\nsmtp_port = 587\nproxies = 1\n')
    config = load(tmp_path, MSP_DU_SMTP_PORT="2525")
    assert (config.mail, config.smtp_port, config.proxies) == ("console", 2525, 1)


def test_what_is_not_set_has_its_default(tmp_path: Path) -> None:
    config = load(tmp_path)
    assert (config.mail, config.smtp_starttls, config.demo) == ("file", True, False)
    assert config.sqlalchemy_url == f"sqlite:///{tmp_path}/msp-du.sqlite3"
    assert load(tmp_path, MSP_DU_DATABASE_URL="postgresql+psycopg:///x").sqlalchemy_url.endswith(
        "x"
    )


def test_the_bell_may_be_a_redis_or_the_database_and_the_gateway_on_loopback(
    tmp_path: Path,
) -> None:
    redis = load(tmp_path, MSP_DU_BELL="rediss://:secret@redis.example.org:6379/1")
    assert redis.bell.startswith("rediss:")
    own = load(tmp_path, MSP_DU_BELL="postgresql", MSP_DU_DATABASE_URL="postgresql+psycopg:///x")
    assert own.bell == "postgresql"
    local = load(tmp_path, MSP_DU_SMS="http", MSP_DU_SMS_URL="http://127.0.0.1:9000/send")
    assert local.sms == "http"


@pytest.mark.parametrize(
    ("url", "cookie", "secure"),
    [
        pytest.param("https://suivi.example.org/", "__Host-suivi", True, id="https"),
        pytest.param("http://localhost:8000", "suivi", False, id="loopback"),
        pytest.param("http://127.0.0.1:8000", "suivi", False, id="loopback number"),
    ],
)
def test_the_cookie_follows_the_address(
    tmp_path: Path, url: str, cookie: str, secure: bool
) -> None:
    config = load(tmp_path, MSP_DU_PUBLIC_URL=url)
    assert (config.cookie_name, config.secure) == (cookie, secure)
    assert not config.public_url.endswith("/")


@pytest.mark.parametrize("name", ["public_url", "secret_key", "code_key"])
def test_a_missing_setting_is_named_with_the_way_to_make_it(tmp_path: Path, name: str) -> None:
    environ = {key: value for key, value in KEYS.items() if key != f"MSP_DU_{name.upper()}"}
    with pytest.raises(ConfigError, match=rf"{name} is not set .*(make one with|set it to)"):
        Config.load(tmp_path, environ)


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        pytest.param({"MSP_DU_SECRET_KEY": "s" * 42}, "secret_key is too short", id="secret"),
        pytest.param({"MSP_DU_BELL": "carillon"}, "bell must be sqlite, post", id="bell"),
        pytest.param({"MSP_DU_BELL": "redis:///0"}, "bell must be sqlite", id="bell, no host"),
        pytest.param({"MSP_DU_BELL": "postgresql"}, "needs a database_url", id="bell, database"),
        pytest.param({"MSP_DU_WORKER": "thread"}, "worker must be one of embedded", id="worker"),
        pytest.param({"MSP_DU_SMS": "pigeon"}, "sms must be one of console, http", id="sms"),
        pytest.param(
            {"MSP_DU_SMS": "http", "MSP_DU_SMS_URL": "http://sms.example.org/send"},
            "sms_url must be an https address",
            id="sms in the clear",
        ),
        pytest.param({"MSP_DU_SMS": "http"}, "sms_url must be an https", id="sms nowhere"),
        pytest.param({"MSP_DU_SMTP_TLS": "true"}, "set smtp_starttls = false", id="tls twice"),
        pytest.param({"MSP_DU_MAIL_LOG_DAYS": "0"}, "mail_log_days must be 1", id="no log"),
        pytest.param({"MSP_DU_CODE_KEY": "c" * 42}, "code_key is too short", id="code key"),
        pytest.param({"MSP_DU_SECRET_KEY": "ab" * 30}, "secret_key is not random", id="typed"),
        pytest.param({"MSP_DU_CODE_KEY": "c" * 43}, "code_key is not random", id="typed code key"),
        pytest.param(
            {"MSP_DU_CODE_KEY": KEYS["MSP_DU_SECRET_KEY"]}, "must differ", id="one key for both"
        ),
        pytest.param({"MSP_DU_FORMER_CODE_KEYS": "0"}, "must read id:key", id="former, no key"),
        pytest.param(
            {"MSP_DU_FORMER_CODE_KEYS": ":" + OLD}, "must read id:key", id="former, no id"
        ),
        pytest.param({"MSP_DU_FORMER_CODE_KEYS": "0:abc"}, "too short", id="former, short"),
        pytest.param(
            {"MSP_DU_FORMER_CODE_KEYS": f"1:{OLD}"}, "names a key or an id twice", id="former, id"
        ),
        pytest.param(
            {"MSP_DU_FORMER_CODE_KEYS": f"0:{KEYS['MSP_DU_CODE_KEY']}"}, "twice", id="former, key"
        ),
        pytest.param({"MSP_DU_DEMO": "true"}, "on this machine only", id="demo in service"),
        pytest.param({"MSP_DU_MAIL": "pigeon"}, "console, file, smtp", id="mail"),
        pytest.param({"MSP_DU_SMTP_PORT": "high"}, "whole number", id="not a number"),
        pytest.param({"MSP_DU_SMTP_STARTTLS": "perhaps"}, "true or false", id="not a flag"),
        pytest.param({"MSP_DU_PUBLIC_URL": "http://a.example.org"}, "https", id="http"),
        pytest.param({"MSP_DU_PUBLIC_URL": "https://a.example.org/x"}, "no path", id="path"),
        pytest.param({"MSP_DU_PUBLIC_URL": "https://"}, "https address", id="no host"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(
    tmp_path: Path, environ: dict[str, str], said: str
) -> None:
    with pytest.raises(ConfigError, match=said):
        load(tmp_path, **environ)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("colour = 1\n", "unknown setting: colour", id="unknown"),
        pytest.param("mail = 3\n", "mail has the wrong type", id="type"),
        pytest.param("demo = 1\n", "demo has the wrong type", id="number for a flag"),
        pytest.param("mail = \n", "config.toml cannot be read", id="not TOML"),
        pytest.param("smtp_port = true\n", "smtp_port has the wrong type", id="flag for a number"),
    ],
)
def test_a_faulty_file_is_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "config.toml").write_text(text)
    with pytest.raises(ConfigError, match=said):
        load(tmp_path)


@pytest.mark.parametrize(("mode", "warned"), [(0o600, False), (0o640, False), (0o644, True)])
def test_a_file_that_anybody_can_read_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, *, mode: int, warned: bool
) -> None:
    path = tmp_path / "config.toml"
    path.write_text('mail = "console"\n')
    path.chmod(mode)
    load(tmp_path)
    assert ("chmod 600" in caplog.text) is warned


def test_a_demonstration_runs_on_this_machine(tmp_path: Path) -> None:
    config = load(tmp_path, MSP_DU_DEMO="true", MSP_DU_PUBLIC_URL="http://localhost:8000")
    assert config.demo


@pytest.mark.parametrize(("word", "value"), [("true", True), ("0", False), ("No", False)])
def test_a_flag_is_read_from_words(tmp_path: Path, word: str, value: Any) -> None:
    assert load(tmp_path, MSP_DU_SMTP_STARTTLS=word).smtp_starttls is value


def test_code_keys_of_before_come_after_todays(tmp_path: Path) -> None:
    older = OLD[::-1]
    config = load(tmp_path, MSP_DU_CODE_KEY_ID="3", MSP_DU_FORMER_CODE_KEYS=f"2:{OLD} 1:{older}")
    assert config.all_code_keys == (KEYS["MSP_DU_CODE_KEY"], OLD, older)
    assert load(tmp_path).all_code_keys == (KEYS["MSP_DU_CODE_KEY"],)
