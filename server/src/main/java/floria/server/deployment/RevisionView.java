package floria.server.deployment;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import floria.engine.state.Revision;
import floria.server.value.Values;

/**
 * A revision, as JSON, with every secret masked.
 *
 * @param counts how many instances of a node, where that is not the template's number
 * @param origin what led to it, in a few words
 */
public record RevisionView(
        int number,
        String origin,
        String actor,
        Instant createdAt,
        String template,
        Map<String, @Nullable Object> inputs,
        Map<String, Integer> counts) {

    static RevisionView of(Revision revision) {
        return new RevisionView(
                revision.number(),
                revision.origin(),
                revision.actor(),
                revision.createdAt(),
                revision.template().replaceFirst("^file:", ""),
                Values.masked(revision.inputs()),
                revision.counts());
    }
}
