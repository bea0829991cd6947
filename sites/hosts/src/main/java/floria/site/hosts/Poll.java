package floria.site.hosts;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Fault.Scope;
import floria.site.SiteException;

/** One question to many hosts. */
final class Poll {
    private Poll() {}

    /** What one host said, or why it did not. */
    record Answer<T>(Optional<T> value, Optional<SiteException> fault) {}

    /** Asks all at the same time. */
    static <T> Map<Host, Answer<T>> of(Collection<Host> hosts, Function<Host, T> question) {
        Map<Host, Answer<T>> answers = new ConcurrentHashMap<>();
        List<Thread> threads = new ArrayList<>();
        for (Host host : hosts) {
            threads.add(
                    Thread.startVirtualThread(() -> {
                        try {
                            answers.put(
                                    host,
                                    new Answer<>(
                                            Optional.of(question.apply(host)), Optional.empty()));
                        } catch (SiteException e) {
                            answers.put(host, new Answer<>(Optional.empty(), Optional.of(e)));
                        }
                    }));
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            threads.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
            throw new SiteException(
                    Fault.of(Kind.TRANSIENT, Scope.SITE, "The call was interrupted."), e);
        }
        Map<Host, Answer<T>> ordered = new LinkedHashMap<>();
        hosts.forEach(host ->
                ordered.put(
                        host,
                        Optional.ofNullable(answers.get(host))
                                .orElseThrow(() -> new IllegalStateException(host.name()))));
        return ordered;
    }

    static <T> SiteException firstFault(Collection<Answer<T>> answers) {
        return answers.stream()
                .flatMap(answer -> answer.fault().stream())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no fault"));
    }
}
