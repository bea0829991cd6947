package floria.store;

import java.time.Instant;
import java.util.List;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

import floria.engine.state.Deployment;
import floria.engine.state.Instance;
import floria.engine.state.Run;
import floria.engine.state.Step;

import static floria.store.Columns.bytes;
import static floria.store.Columns.constant;
import static floria.store.Columns.integer;
import static floria.store.Columns.number;
import static floria.store.Columns.text;
import static floria.store.Columns.time;

/** The tables that the migrations make, as typed names. A test compares them with the schema. */
final class Tables {
    private Tables() {}

    static final Field<String> PROJECT = text("project");
    static final Field<String> OWNER = text("owner");

    private static Table<Record> table(String name) {
        return DSL.table(DSL.name(name));
    }

    /** What the store knows of itself. */
    static final class Fact {
        static final Table<Record> TABLE = table("fact");
        static final Field<String> NAME = text("name");
        static final Field<String> VALUE = text("value");
        static final List<Field<?>> COLUMNS = List.of(NAME, VALUE);
    }

    static final class Counter {
        static final Table<Record> TABLE = table("counter");
        static final Field<String> NAME = text("name");
        static final Field<Long> VALUE = number("value");
        static final List<Field<?>> COLUMNS = List.of(NAME, VALUE);
    }

    static final class Content {
        static final Table<Record> TABLE = table("content");
        static final Field<String> HASH = text("hash");
        static final Field<byte[]> BYTES = bytes("bytes");
        static final List<Field<?>> COLUMNS = List.of(HASH, BYTES);
    }

    static final class Deployments {
        static final Table<Record> TABLE = table("deployment");
        static final Field<String> ID = text("id");
        static final Field<String> NAME = text("name");
        static final Field<Deployment.Status> STATUS = constant("status", Deployment.Status.class);
        static final Field<Integer> REVISION = integer("revision");
        static final Field<String> ERROR = text("error");
        static final Field<Instant> CREATED_AT = time("created_at");
        static final Field<Instant> UPDATED_AT = time("updated_at");
        static final List<Field<?>> COLUMNS =
                List.of(ID, PROJECT, OWNER, NAME, STATUS, REVISION, ERROR, CREATED_AT, UPDATED_AT);
    }

    static final class Revisions {
        static final Table<Record> TABLE = table("revision");
        static final Field<String> DEPLOYMENT = text("deployment");
        static final Field<Integer> NUMBER = integer("number");
        static final Field<String> TEMPLATE = text("template");
        static final Field<String> INPUTS = text("inputs");
        static final Field<String> PLACEMENT = text("placement");
        static final List<Field<?>> COLUMNS =
                List.of(DEPLOYMENT, NUMBER, PROJECT, OWNER, TEMPLATE, INPUTS, PLACEMENT);
    }

    static final class RevisionSources {
        static final Table<Record> TABLE = table("revision_source");
        static final Field<String> DEPLOYMENT = text("deployment");
        static final Field<Integer> NUMBER = integer("number");
        static final Field<Integer> POSITION = integer("position");
        static final Field<String> ADDRESS = text("address");
        static final Field<String> HASH = text("hash");
        static final List<Field<?>> COLUMNS =
                List.of(DEPLOYMENT, NUMBER, POSITION, PROJECT, OWNER, ADDRESS, HASH);
    }

    static final class Instances {
        static final Table<Record> TABLE = table("instance");
        static final Field<String> ID = text("id");
        static final Field<String> DEPLOYMENT = text("deployment");
        static final Field<String> NODE = text("node");
        static final Field<Integer> NUMBER = integer("number");
        static final Field<Instance.State> STATE = constant("state", Instance.State.class);
        static final Field<Integer> GENERATION = integer("generation");
        static final Field<String> SITE = text("site");
        static final Field<String> OFFER = text("offer");
        static final Field<String> ATTRIBUTES = text("attributes");
        static final Field<String> GENERATED = text("generated");
        static final List<Field<?>> COLUMNS =
                List.of(
                        ID,
                        DEPLOYMENT,
                        PROJECT,
                        OWNER,
                        NODE,
                        NUMBER,
                        STATE,
                        GENERATION,
                        SITE,
                        OFFER,
                        ATTRIBUTES,
                        GENERATED);
    }

    static final class Runs {
        static final Table<Record> TABLE = table("run");
        static final Field<String> ID = text("id");
        static final Field<String> DEPLOYMENT = text("deployment");
        static final Field<Integer> NUMBER = integer("number");
        static final Field<Run.Kind> KIND = constant("kind", Run.Kind.class);
        static final Field<Integer> REVISION = integer("revision");
        static final Field<Run.Status> STATUS = constant("status", Run.Status.class);
        static final Field<String> ACTOR = text("actor");
        static final Field<String> CANCEL_REQUESTED = text("cancel_requested");
        static final Field<String> LEASE_OWNER = text("lease_owner");
        static final Field<Integer> EPOCH = integer("epoch");
        static final Field<Instant> LEASE_EXPIRES_AT = time("lease_expires_at");
        static final Field<Instant> CREATED_AT = time("created_at");
        static final Field<Instant> ENDED_AT = time("ended_at");
        static final List<Field<?>> COLUMNS =
                List.of(
                        ID,
                        DEPLOYMENT,
                        NUMBER,
                        PROJECT,
                        OWNER,
                        KIND,
                        REVISION,
                        STATUS,
                        ACTOR,
                        CANCEL_REQUESTED,
                        LEASE_OWNER,
                        EPOCH,
                        LEASE_EXPIRES_AT,
                        CREATED_AT,
                        ENDED_AT);
    }

    static final class Steps {
        static final Table<Record> TABLE = table("step");
        static final Field<String> RUN = text("run");
        static final Field<String> ID = text("id");
        static final Field<Integer> POSITION = integer("position");
        static final Field<String> KIND = text("kind");
        static final Field<Integer> VERSION = integer("version");
        static final Field<String> NODE = text("node");
        static final Field<String> INSTANCE = text("instance");
        static final Field<String> DEPENDS_ON = text("depends_on");
        static final Field<String> DETAIL = text("detail");
        static final Field<String> REASON = text("reason");
        static final Field<Step.State> STATE = constant("state", Step.State.class);
        static final Field<Integer> ATTEMPT = integer("attempt");
        static final Field<String> ERROR = text("error");
        static final Field<Instant> STARTED_AT = time("started_at");
        static final Field<Instant> ENDED_AT = time("ended_at");
        static final List<Field<?>> COLUMNS =
                List.of(
                        RUN,
                        ID,
                        POSITION,
                        PROJECT,
                        OWNER,
                        KIND,
                        VERSION,
                        NODE,
                        INSTANCE,
                        DEPENDS_ON,
                        DETAIL,
                        REASON,
                        STATE,
                        ATTEMPT,
                        ERROR,
                        STARTED_AT,
                        ENDED_AT);
    }

    static final class Events {
        static final Table<Record> TABLE = table("event");
        static final Field<Long> ID = number("id");
        static final Field<Instant> AT = time("at");
        static final Field<String> DEPLOYMENT = text("deployment");
        static final Field<String> RUN = text("run");
        static final Field<String> NODE = text("node");
        static final Field<String> ACTOR = text("actor");
        static final Field<String> TYPE = text("type");
        static final Field<String> MESSAGE = text("message");
        static final Field<String> DATA = text("data");
        static final List<Field<?>> COLUMNS =
                List.of(ID, PROJECT, OWNER, AT, DEPLOYMENT, RUN, NODE, ACTOR, TYPE, MESSAGE, DATA);
    }

    static final class LogLines {
        static final Table<Record> TABLE = table("log_line");
        static final Field<Long> ID = number("id");
        static final Field<Instant> AT = time("at");
        static final Field<String> DEPLOYMENT = text("deployment");
        static final Field<String> RUN = text("run");
        static final Field<String> NODE = text("node");
        static final Field<String> STEP = text("step");
        static final Field<String> EXECUTION = text("execution");
        static final Field<String> STREAM = text("stream");
        static final Field<Long> NUMBER = number("number");
        static final Field<String> TEXT = text("text");
        static final List<Field<?>> COLUMNS =
                List.of(
                        ID,
                        PROJECT,
                        OWNER,
                        AT,
                        DEPLOYMENT,
                        RUN,
                        NODE,
                        STEP,
                        EXECUTION,
                        STREAM,
                        NUMBER,
                        TEXT);
    }

    static final class Requests {
        static final Table<Record> TABLE = table("request");
        static final Field<String> KEY = text("idempotency_key");
        static final Field<String> DEPLOYMENT = text("deployment");
        static final Field<String> REQUEST_HASH = text("request_hash");
        static final List<Field<?>> COLUMNS =
                List.of(PROJECT, OWNER, KEY, DEPLOYMENT, REQUEST_HASH);
    }
}
