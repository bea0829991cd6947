package floria.store;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.Select;
import org.jooq.impl.DSL;

import floria.engine.state.Deployment;
import floria.engine.state.Event;
import floria.engine.state.Instance;
import floria.engine.state.LogLine;
import floria.engine.state.Revision;
import floria.engine.state.Run;
import floria.engine.state.Step;
import floria.store.Tables.Deployments;
import floria.store.Tables.Events;
import floria.store.Tables.Instances;
import floria.store.Tables.LogLines;
import floria.store.Tables.RevisionSources;
import floria.store.Tables.Revisions;
import floria.store.Tables.Runs;
import floria.store.Tables.Steps;

import static floria.store.Tables.OWNER;
import static floria.store.Tables.PROJECT;

/** Rows as records, and the conditions that indexes are made for. */
final class Rows {
    private static final int DOCUMENT = 1;
    private static final String RUN = "run";
    private static final String OLDER = "older";

    // In the text of the statement, not bound: a partial index serves only what says its condition.
    static final Condition NOT_DELETED =
            Deployments.STATUS.ne(DSL.inline(Deployment.Status.DELETED, Deployments.STATUS));
    static final Condition ACTIVE = Runs.STATUS.eq(DSL.inline(Run.Status.ACTIVE, Runs.STATUS));

    static final Comparator<Run> OLDEST_RUN_FIRST =
            Comparator.comparing(Run::createdAt).thenComparing(Run::id);

    private Rows() {}

    static Condition mayBeLeased(Instant now) {
        return ACTIVE.and(Runs.LEASE_OWNER.isNull().or(Runs.LEASE_EXPIRES_AT.le(now)))
                .and(DSL.notExists(olderActive()));
    }

    /** Runs of one deployment never overlap: a deletion waits for the install that it cut off. */
    private static Select<?> olderActive() {
        return DSL.selectOne()
                .from(Runs.TABLE.as(OLDER))
                .where(of(OLDER, Runs.DEPLOYMENT).eq(of(RUN, Runs.DEPLOYMENT)))
                .and(of(OLDER, Runs.NUMBER).lt(of(RUN, Runs.NUMBER)))
                .and(of(OLDER, Runs.STATUS).eq(DSL.inline(Run.Status.ACTIVE, Runs.STATUS)));
    }

    private static <T> Field<T> of(String table, Field<T> column) {
        return DSL.field(DSL.name(table, column.getName()), column.getDataType());
    }

    static Deployment deployment(Record row) {
        return new Deployment(
                row.get(Deployments.ID),
                row.get(PROJECT),
                row.get(OWNER),
                row.get(Deployments.NAME),
                row.get(Deployments.STATUS),
                row.get(Deployments.REVISION),
                Optional.ofNullable(row.get(Deployments.ERROR)),
                row.get(Deployments.CREATED_AT),
                row.get(Deployments.UPDATED_AT));
    }

    static Revision revision(Record row, Result<? extends Record> sources, ValueJson values) {
        Map<String, String> hashes = new LinkedHashMap<>();
        sources.forEach(source ->
                hashes.put(source.get(RevisionSources.ADDRESS), source.get(RevisionSources.HASH)));
        return new Revision(
                row.get(Revisions.DEPLOYMENT),
                row.get(Revisions.NUMBER),
                row.get(Revisions.TEMPLATE),
                hashes,
                values.read(row.get(Revisions.INPUTS)),
                PlacementJson.read(row.get(Revisions.PLACEMENT)));
    }

    static Instance instance(Record row, ValueJson values) {
        return new Instance(
                row.get(Instances.ID),
                row.get(Instances.DEPLOYMENT),
                row.get(Instances.NODE),
                row.get(Instances.NUMBER),
                row.get(Instances.STATE),
                row.get(Instances.GENERATION),
                row.get(Instances.SITE),
                row.get(Instances.OFFER),
                values.read(row.get(Instances.ATTRIBUTES)),
                values.read(row.get(Instances.GENERATED)));
    }

    static Run run(Record row) {
        return new Run(
                row.get(Runs.ID),
                row.get(Runs.DEPLOYMENT),
                row.get(Runs.KIND),
                row.get(Runs.REVISION),
                row.get(Runs.STATUS),
                row.get(Runs.ACTOR),
                Optional.ofNullable(row.get(Runs.CANCEL_REQUESTED)),
                Optional.ofNullable(row.get(Runs.LEASE_OWNER)),
                row.get(Runs.EPOCH),
                Optional.ofNullable(row.get(Runs.LEASE_EXPIRES_AT)),
                row.get(Runs.CREATED_AT),
                Optional.ofNullable(row.get(Runs.ENDED_AT)));
    }

    static String dependsOn(Step step) {
        return Json.document(DOCUMENT, "steps", Json.texts(step.dependsOn()));
    }

    static String detail(Step step) {
        return Json.document(DOCUMENT, "detail", Json.texts(step.detail()));
    }

    static Step step(Record row) {
        List<String> dependsOn =
                Json.texts(Json.content(row.get(Steps.DEPENDS_ON), DOCUMENT, "steps"));
        return new Step(
                row.get(Steps.RUN),
                row.get(Steps.ID),
                row.get(Steps.KIND),
                row.get(Steps.VERSION),
                row.get(Steps.NODE),
                row.get(Steps.INSTANCE),
                dependsOn,
                Json.map(Json.content(row.get(Steps.DETAIL), DOCUMENT, "detail"), Json::text),
                row.get(Steps.REASON),
                row.get(Steps.STATE),
                row.get(Steps.ATTEMPT),
                Optional.ofNullable(row.get(Steps.ERROR)),
                Optional.ofNullable(row.get(Steps.STARTED_AT)),
                Optional.ofNullable(row.get(Steps.ENDED_AT)));
    }

    static String data(Event event) {
        return Json.document(DOCUMENT, "data", Json.texts(event.data()));
    }

    static Event event(Record row) {
        return new Event(
                row.get(Events.ID),
                row.get(Events.AT),
                row.get(PROJECT),
                row.get(Events.DEPLOYMENT),
                Optional.ofNullable(row.get(Events.RUN)),
                Optional.ofNullable(row.get(Events.NODE)),
                row.get(Events.ACTOR),
                row.get(Events.TYPE),
                row.get(Events.MESSAGE),
                Json.map(Json.content(row.get(Events.DATA), DOCUMENT, "data"), Json::text));
    }

    static LogLine logLine(Record row) {
        return new LogLine(
                row.get(LogLines.ID),
                row.get(LogLines.AT),
                row.get(LogLines.DEPLOYMENT),
                row.get(LogLines.RUN),
                row.get(LogLines.NODE),
                row.get(LogLines.STEP),
                row.get(LogLines.EXECUTION),
                row.get(LogLines.STREAM),
                row.get(LogLines.NUMBER),
                row.get(LogLines.TEXT));
    }
}
