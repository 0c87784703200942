using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Semantics;

/// <summary>What code does to work that was started.</summary>
internal enum WorkEvent
{
    /// <summary>It begins.</summary>
    Starts,

    /// <summary>It has ended.</summary>
    Joins,

    /// <summary>The variable that leads to it is set to something else.</summary>
    Loses,

    /// <summary>Code that is not seen may wait for it.</summary>
    Escapes,
}

/// <summary>
/// Whether started work runs at a place: a bit is set where not running, running, running with no variable that leads to it, and
/// unknown is possible. Exceptions over-approximate what is unknown.
/// </summary>
/// <param name="events">What the operations of these places do.</param>
/// <param name="joins">Where all that is evaluated comes after the end of the work: loops that wait for all of a collection.</param>
/// <param name="escapes">Conditions that decide whether the work is waited for: they may tell whether it was started.</param>
/// <param name="scope">Outside of it the work does not run: what is asked for is what happens within one loop.</param>
internal sealed class ParallelFlow(
    IReadOnlyDictionary<SyntaxNode, WorkEvent> events, IReadOnlyList<TextSpan> joins, IReadOnlyList<TextSpan> escapes, TextSpan scope)
    : ForwardFlow<ulong>
{
    public const ulong NotRunning = 1;
    public const ulong Unknown = 8;
    private const ulong Held = 2;
    private const ulong Lost = 4;
    public const ulong Running = Held | Lost;

    public override bool FollowsExceptionsOut => false;

    public override ulong Join(ulong left, ulong right) => left | right;

    public override ulong Visit(IOperation operation, ulong before)
    {
        TextSpan place = operation.Syntax.Span;
        if (!scope.Contains(place) || (before & ~NotRunning) != 0 && Contains(joins, place))
        {
            return NotRunning;
        }

        ulong state = Contains(escapes, place) ? Escaped(before) : before;
        return EventOf(operation) switch
        {
            WorkEvent.Starts => Held | (state & (Unknown | Lost)),
            WorkEvent.Joins => NotRunning | (state & Lost),
            WorkEvent.Loses => (state & Held) != 0 ? (state & ~Held) | Lost : state,
            WorkEvent.Escapes => Escaped(state),
            _ => state,
        };
    }

    public override ulong OnThrow(IOperation operation, ulong before, ulong after) => EventOf(operation) switch
    {
        WorkEvent.Starts => Escaped(before),
        WorkEvent.Joins => after,
        _ => Escaped(before | after),
    };

    /// <summary><c>while (!task.IsCompleted)</c>, <c>thread.IsAlive</c>.</summary>
    public override ulong Assume(IOperation condition, bool holds, ulong state)
    {
        SyntaxNode asked = condition.Syntax;
        while (asked is ParenthesizedExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression })
        {
            holds ^= asked is PrefixUnaryExpressionSyntax;
            asked = asked is PrefixUnaryExpressionSyntax not ? not.Operand : ((ParenthesizedExpressionSyntax)asked).Expression;
        }

        return asked is MemberAccessExpressionSyntax access && WorkJoins.TellsOfItsEnd(access.Name.Identifier.ValueText, holds)
            && events.ContainsKey(access)
                ? NotRunning
                : state;
    }

    private WorkEvent? EventOf(IOperation operation)
        => !operation.IsImplicit && events.TryGetValue(operation.Syntax, out WorkEvent found) && found switch
        {
            WorkEvent.Starts => operation is IInvocationOperation or IObjectCreationOperation or IEventAssignmentOperation,
            WorkEvent.Joins => operation is IAwaitOperation or IInvocationOperation or IPropertyReferenceOperation,
            WorkEvent.Loses => operation is IAssignmentOperation,
            _ => operation is not IFlowCaptureReferenceOperation,
        }
            && !(found == WorkEvent.Escapes
                && operation is IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully" or "IsAlive" })
            ? found : null;

    private static ulong Escaped(ulong state) => (state & Running) != 0 ? (state & ~Running) | Unknown : state;

    private static bool Contains(IReadOnlyList<TextSpan> spans, TextSpan place)
    {
        foreach (TextSpan span in spans)
        {
            if (span.Contains(place))
            {
                return true;
            }
        }

        return false;
    }
}
