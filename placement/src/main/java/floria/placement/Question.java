package floria.placement;

import java.time.Instant;
import java.util.List;

import floria.placement.data.DataDemand;
import floria.placement.data.ReplicaOffer;
import floria.placement.data.Routes;
import floria.placement.experience.Experience;
import floria.placement.failover.Barrier;

/**
 * Everything that a placement rests on. Equal questions have equal answers.
 *
 * @param data what the demands read
 * @param replicas where that is, and where it could be
 * @param experience with the offers
 * @param barrier what is not to be tried now
 * @param now when agreements must be valid
 */
public record Question(
        List<Demand> demands,
        List<Candidate> candidates,
        List<Bond> bonds,
        List<DataDemand> data,
        List<ReplicaOffer> replicas,
        Routes routes,
        Preferences preferences,
        Experience experience,
        Barrier barrier,
        Instant now) {
    public Question {
        demands = List.copyOf(demands);
        candidates = List.copyOf(candidates);
        bonds = List.copyOf(bonds);
        data = List.copyOf(data);
        replicas = List.copyOf(replicas);
    }

    /** Of nodes that have nothing to do with each other. */
    public static Question of(List<Demand> demands, List<Candidate> candidates) {
        return new Question(
                demands,
                candidates,
                List.of(),
                List.of(),
                List.of(),
                Routes.UNKNOWN,
                Preferences.BALANCED,
                Experience.NONE,
                Barrier.OPEN,
                Instant.EPOCH);
    }

    public Question bound(List<Bond> others) {
        return copy(candidates, others, preferences);
    }

    public Question preferring(Preferences other) {
        return copy(candidates, bonds, other);
    }

    Question on(List<Candidate> others) {
        return copy(others, bonds, preferences);
    }

    private Question copy(List<Candidate> on, List<Bond> bound, Preferences preferring) {
        return new Question(
                demands, on, bound, data, replicas, routes, preferring, experience, barrier, now);
    }

    public Question reading(List<DataDemand> reads, List<ReplicaOffer> offered, Routes over) {
        return new Question(
                demands,
                candidates,
                bonds,
                reads,
                offered,
                over,
                preferences,
                experience,
                barrier,
                now);
    }

    /** With what was learnt, as of a time. */
    public Question knowing(Experience learnt, Barrier blocked, Instant time) {
        return new Question(
                demands,
                candidates,
                bonds,
                data,
                replicas,
                routes,
                preferences,
                learnt,
                blocked,
                time);
    }
}
