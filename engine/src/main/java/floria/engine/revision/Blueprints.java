package floria.engine.revision;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import floria.engine.state.Deployment;
import floria.engine.state.Revision;
import floria.engine.state.Scope;
import floria.engine.state.Store;
import floria.engine.state.StoreException;
import floria.tosca.Reading;
import floria.tosca.Tosca;
import floria.tosca.source.Bundle;
import floria.tosca.source.Source;
import floria.tosca.source.Sources;

/**
 * Reads revisions back from their frozen sources, whatever the profiles of this Floria have become
 * since.
 */
public final class Blueprints {
    /** More than runs at once; those of one template share what it reads as. */
    private static final int KEPT = 2_048;

    private static final int READINGS = 64;

    private final Store store;
    private final Sources profiles;
    private final Map<String, Blueprint> recent = recent(KEPT);
    private final Map<Content, Reading> readings = recent(READINGS);

    /** What a template reads as depends on nothing else. */
    private record Content(String template, Map<String, String> sources) {}

    public Blueprints(Store store, Sources profiles) {
        this.store = store;
        this.profiles = profiles;
    }

    /**
     * The blueprint of that revision; a {@link StoreException} when what was stored does not read
     * any more.
     */
    public Blueprint of(Deployment deployment, int number) {
        String key = deployment.id() + "/" + number;
        synchronized (recent) {
            Blueprint known = recent.get(key);
            if (known != null) {
                return known.with(deployment);
            }
        }
        Blueprint blueprint = load(deployment, number);
        synchronized (recent) {
            recent.put(key, blueprint);
        }
        return blueprint;
    }

    /** The blueprint of a revision that is not stored, as its sources and topology are given. */
    public static Blueprint of(Deployment deployment, Revision revision, Reading reading) {
        Map<String, Source> sources = new LinkedHashMap<>();
        reading.sources().forEach(source -> sources.put(source.address(), source));
        return Blueprint.of(deployment, revision, reading, sources);
    }

    private Blueprint load(Deployment deployment, int number) {
        Revision revision =
                store.revision(
                                new Scope(deployment.project(), deployment.owner()),
                                deployment.id(),
                                number)
                        .orElseThrow(() ->
                                new StoreException(
                                        "revision "
                                                + number
                                                + " of deployment "
                                                + deployment.name()
                                                + " is not in the store"));
        Map<String, Source> frozen = new LinkedHashMap<>();
        revision.sources()
                .forEach((address, hash) ->
                        frozen.put(
                                address,
                                new Source(
                                        address,
                                        store.blob(hash)
                                                .orElseThrow(() ->
                                                        new StoreException(
                                                                "the content of "
                                                                        + address
                                                                        + " of deployment "
                                                                        + deployment.name()
                                                                        + " is not in the store")))));
        Reading reading = read(new Content(revision.template(), revision.sources()), frozen);
        return reading.topology()
                .map(_ -> Blueprint.of(deployment, revision, reading, frozen))
                .orElseThrow(() ->
                        new StoreException(
                                "the template of "
                                        + deployment.name()
                                        + " does not read any more: "
                                        + reading.problems().getFirst().message()));
    }

    private Reading read(Content content, Map<String, Source> frozen) {
        synchronized (readings) {
            Reading known = readings.get(content);
            if (known != null) {
                return known;
            }
        }
        Source template =
                Optional.ofNullable(frozen.get(content.template()))
                        .orElseThrow(() ->
                                new StoreException(
                                        content.template()
                                                + ", the template, is not in the store"));
        Reading reading = Tosca.read(template, frozenFirst(frozen));
        synchronized (readings) {
            readings.put(content, reading);
        }
        return reading;
    }

    private static <K, V> Map<K, V> recent(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    /**
     * References lead to the addresses that they led to; what is behind an address is what was
     * frozen.
     */
    private Sources frozenFirst(Map<String, Source> frozen) {
        Sources today = Bundle.of(frozen.values()).or(profiles);
        return (base, reference) ->
                today.resolve(base, reference)
                        .map(source -> frozen.getOrDefault(source.address(), source));
    }
}
