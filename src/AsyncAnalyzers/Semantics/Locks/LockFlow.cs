namespace AsyncAnalyzers.Semantics;

/// <summary>
/// How often each lock of a function has been taken more than released, on the paths to a place: four bits a lock, one for each of -1
/// (a lock from outside is released), 0, 1, and 2 or more. A bit is set where that is possible.
/// </summary>
internal class LockFlow(IReadOnlyDictionary<SyntaxNode, LockEvent[]> events, IReadOnlyDictionary<string, int> flags)
    : ForwardFlow<ulong>
{
    /// <summary>As many locks as there is room for.</summary>
    public const int MostLocks = 16;

    private const ulong Taken = 0b1100;

    /// <summary>Nothing is taken yet.</summary>
    public static ulong Entry => 0x2222_2222_2222_2222;

    public override bool FollowsExceptionsOut => false;

    /// <summary>What is possible of one lock: bit 0 for -1, bit 1 for 0, and so on.</summary>
    public static ulong Counts(ulong state, int key) => (state >> (4 * key)) & 0b1111;

    public override ulong Join(ulong left, ulong right) => left | right;

    public override ulong Visit(IOperation operation, ulong before)
    {
        ulong state = before;
        foreach (LockEvent one in EventsOf(operation))
        {
            ulong counts = Counts(state, one.Key);
            ulong after = one.Taken > 0 ? ((counts << 1) | (counts & 0b1000)) & 0b1111 : (counts >> 1) | (counts & 0b0001);
            state = With(state, one.Key, one.IsConditional ? counts | after : after);
        }

        return state;
    }

    /// <summary>What fails to take a lock has not taken it; what fails to release one does not hold it.</summary>
    public override ulong OnThrow(IOperation operation, ulong before, ulong after)
        => EventsOf(operation) is { Length: > 0 } own && own.All(static one => one.Taken > 0) ? before : after;

    public override ulong Assume(IOperation condition, bool holds, ulong state)
        => condition.Syntax is ExpressionSyntax expression && KeyOf(expression, ref holds) is { } key
            ? Counts(state, key) is var counts && (holds ? counts & Taken : counts & ~Taken) is var left and not 0
                ? With(state, key, left)
                : default
            : state;

    private static ulong With(ulong state, int key, ulong counts) => (state & ~(0b1111UL << (4 * key))) | (counts << (4 * key));

    private LockEvent[] EventsOf(IOperation operation)
        => operation is IInvocationOperation or IAwaitOperation && events.TryGetValue(operation.Syntax, out LockEvent[] found)
            ? found
            : Array.Empty<LockEvent>();

    /// <summary>The lock that the condition tells of; it is held where the outcome is <paramref name="holds"/>.</summary>
    private int? KeyOf(ExpressionSyntax condition, ref bool holds)
    {
        while (true)
        {
            switch (condition)
            {
                case ParenthesizedExpressionSyntax parenthesized:
                    condition = parenthesized.Expression;
                    break;
                case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not:
                    condition = not.Operand;
                    holds = !holds;
                    break;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } comparison
                    when comparison.Right is LiteralExpressionSyntax literal && literal.Token.Value is bool value:
                    condition = comparison.Left;
                    holds ^= !value ^ comparison.IsKind(SyntaxKind.NotEqualsExpression);
                    break;
                case IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax { Expression: LiteralExpressionSyntax literal } } test
                    when literal.Token.Value is bool value:
                    condition = test.Expression;
                    holds ^= !value;
                    break;
                case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment:
                    condition = assignment.Right;
                    break;
                case IdentifierNameSyntax name:
                    return flags.TryGetValue(name.Identifier.ValueText, out int flagged) ? flagged : null;
                default:
                    return events.TryGetValue(condition, out LockEvent[] found) && found.Length == 1 && found[0].IsConditional
                        ? found[0].Key
                        : null;
            }
        }
    }
}

/// <summary>A place where a function takes or releases a lock.</summary>
/// <param name="Key">The number of the lock.</param>
/// <param name="Taken">1 or -1.</param>
/// <param name="IsConditional">It may also do nothing.</param>
internal readonly record struct LockEvent(int Key, int Taken, bool IsConditional);
