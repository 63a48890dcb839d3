"""account security: sightings of sessions, second steps, passkeys, one-time tokens, tries, and an audit trail that stays."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade():
    _see_sessions()
    _add_second_steps()
    _add_one_time_tokens()
    op.create_table(
        "tries",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_tries_count_positive")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_tries")),
    )
    op.create_index(op.f("ix_tries_last_at"), "tries", ["last_at"])
    op.create_index("ix_audit_events_at_id", "audit_events", ["at", "id"])
    _keep_events()


def downgrade():
    _let_events_go()
    op.drop_index("ix_audit_events_at_id", "audit_events")
    for table in ("tries", "one_time_tokens", "passkeys", "recovery_codes", "authenticators"):
        op.drop_table(table)
    op.drop_column("user_sessions", "last_seen_at")


def _see_sessions():
    """Sessions from before were last seen when they began. SQLite adds a required column only with a constant."""
    epoch = sa.text("'1970-01-01 00:00:00'")
    op.add_column(
        "user_sessions", sa.Column("last_seen_at", sa.DateTime(timezone=True), server_default=epoch, nullable=False)
    )
    op.execute("UPDATE user_sessions SET last_seen_at = created_at")


def _add_second_steps():
    op.create_table(
        "authenticators",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("sealed_secret", sa.String(length=255), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _of_user("authenticators"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_authenticators")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        _of_user("recovery_codes"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
        sa.UniqueConstraint("user_id", "code_hash", name=op.f("uq_recovery_codes_user_id_code_hash")),
    )
    op.create_table(
        "passkeys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("credential", sa.String(length=1400), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("name <> ''", name=op.f("ck_passkeys_name_not_empty")),
        _of_user("passkeys"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("credential", name=op.f("uq_passkeys_credential")),
    )
    op.create_index(op.f("ix_passkeys_user_id"), "passkeys", ["user_id"])


def _add_one_time_tokens():
    purposes = ("invitation", "reset", "second step", "passkey")
    op.create_table(
        "one_time_tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(*purposes, name="purpose", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("content", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        _of_user("one_time_tokens"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_tokens_token_hash")),
    )
    op.create_index(op.f("ix_one_time_tokens_user_id"), "one_time_tokens", ["user_id"])
    op.create_index(op.f("ix_one_time_tokens_expires_at"), "one_time_tokens", ["expires_at"])


def _of_user(table):
    name = op.f(f"fk_{table}_user_id_users")
    return sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=name, ondelete="CASCADE")


def _keep_events():
    """Nothing changes or removes an event. Only the name of a user who is deleted may leave it."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("""
            CREATE TRIGGER audit_events_no_update BEFORE UPDATE ON audit_events
            WHEN NEW.user_id IS NOT NULL AND NEW.user_id IS NOT OLD.user_id OR NEW.id IS NOT OLD.id
              OR NEW.at IS NOT OLD.at OR NEW.verb IS NOT OLD.verb OR NEW.subject IS NOT OLD.subject
              OR NEW.subject_id IS NOT OLD.subject_id OR NEW.detail IS NOT OLD.detail
            BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END
        """)
        op.execute("""
            CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events
            BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END
        """)
        return
    op.execute("""
        CREATE FUNCTION keep_audit_events() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND (NEW.user_id IS NULL OR NEW.user_id IS NOT DISTINCT FROM OLD.user_id)
                AND (NEW.id, NEW.at, NEW.verb, NEW.subject) = (OLD.id, OLD.at, OLD.verb, OLD.subject)
                AND NEW.subject_id IS NOT DISTINCT FROM OLD.subject_id AND NEW.detail::text = OLD.detail::text
            THEN RETURN NEW;
            END IF;
            RAISE EXCEPTION 'the audit trail is only added to';
        END $$
    """)
    op.execute("""
        CREATE TRIGGER audit_events_kept BEFORE UPDATE OR DELETE ON audit_events
        FOR EACH ROW EXECUTE FUNCTION keep_audit_events()
    """)


def _let_events_go():
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER audit_events_no_update")
        op.execute("DROP TRIGGER audit_events_no_delete")
        return
    op.execute("DROP TRIGGER audit_events_kept ON audit_events")
    op.execute("DROP FUNCTION keep_audit_events()")
