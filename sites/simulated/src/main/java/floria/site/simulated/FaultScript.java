package floria.site.simulated;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import floria.site.Fault;

/**
 * What goes wrong, and when. The first rule that applies counts. Calls are counted from 1 for each
 * kind of call and each adapter object.
 */
public record FaultScript(List<Rule> rules) {

    /** What a rule applies to. */
    public enum Call {
        OFFERS,
        ENSURE,
        /** Counts machines and containers that are made; a fault makes them fail. */
        BOOT,
        OBSERVE,
        CHANGE,
        STOP,
        START,
        RELEASE,
        OWNED,
        CHANNEL,
        COMMAND
    }

    /** When in the call it fails. */
    public enum Moment {
        /** Nothing happened. */
        BEFORE,
        /** It happened, and the answer was lost. */
        AFTER
    }

    /**
     * @param first the first call that the rule is for
     * @param last the last one
     * @param rate the share of these calls that fail, 0 to 1
     */
    public record Rule(Call call, Moment moment, long first, long last, double rate, Fault fault) {}

    public FaultScript {
        rules = List.copyOf(rules);
    }

    public static FaultScript none() {
        return new FaultScript(List.of());
    }

    /** The call of this number fails before it does anything. */
    public FaultScript failing(Call call, long number, Fault fault) {
        return plus(new Rule(call, Moment.BEFORE, number, number, 1, fault));
    }

    /** The call of this number does its work, and then fails. */
    public FaultScript losingAnswer(Call call, long number, Fault fault) {
        return plus(new Rule(call, Moment.AFTER, number, number, 1, fault));
    }

    /** Every call fails before it does anything. */
    public FaultScript always(Call call, Fault fault) {
        return plus(new Rule(call, Moment.BEFORE, 1, Long.MAX_VALUE, 1, fault));
    }

    /** This share of the calls fails, at the moment; which ones, the seed decides. */
    public FaultScript randomly(Call call, Moment moment, double rate, Fault fault) {
        return plus(new Rule(call, moment, 1, Long.MAX_VALUE, rate, fault));
    }

    private FaultScript plus(Rule rule) {
        List<Rule> more = new ArrayList<>(rules);
        more.add(rule);
        return new FaultScript(more);
    }

    Optional<Fault> at(Call call, Moment moment, long number, Dice dice) {
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (rule.call() == call
                    && rule.moment() == moment
                    && rule.first() <= number
                    && number <= rule.last()
                    && (rule.rate() >= 1
                            || dice.share(call + " rule " + i, number) < rule.rate())) {
                return Optional.of(rule.fault());
            }
        }
        return Optional.empty();
    }
}
