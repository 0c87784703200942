using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Where a function starts work, waits for its end, or gives it to code that may: found by the names of the variables that lead to the
/// task or thread.
/// </summary>
internal sealed class WorkJoins
{
    private readonly ConcurrentStart _start;
    private readonly HashSet<string> _holders = new(StringComparer.Ordinal);
    private readonly HashSet<string> _elements = new(StringComparer.Ordinal);
    private readonly List<(SyntaxNode Join, bool IsOfElement)> _found = new();
    private readonly SyntaxNode[] _nodes;

    private WorkJoins(ConcurrentStart start, SyntaxNode[] nodes) => (_start, _nodes) = (start, nodes);

    public Dictionary<SyntaxNode, WorkEvent> Events { get; } = new();

    public List<TextSpan> Joined { get; } = new();

    public List<TextSpan> Escaping { get; } = new();

    /// <summary>Where the work begins: the call; of a thread, where it is started. Empty where that is not seen.</summary>
    public List<SyntaxNode> Begins { get; } = new();

    /// <summary>The member or local that the work is put into.</summary>
    public string? Stored { get; private set; }

    /// <summary>The property says, with that value, that the work has ended.</summary>
    public static bool TellsOfItsEnd(string property, bool value)
        => value ? property is "IsCompleted" or "IsCompletedSuccessfully" : property == "IsAlive";

    public static WorkJoins Of(ConcurrentStart start, SyntaxNode[] nodes)
    {
        var joins = new WorkJoins(start, nodes);
        joins.Find();
        return joins;
    }

    private void Find()
    {
        Stored = StoredIn(_start.Call);
        if (Stored is not null)
        {
            _holders.Add(Stored);
        }

        if (_start.Kind == ConcurrencyKind.Timer)
        {
            Events[_start.Call] = WorkEvent.Starts;
            Begins.Add(_start.Call);
            return;
        }

        FindHolders();
        FindBegins();
        Note(_start.Call, isOfElement: false);
        foreach (SyntaxNode node in _nodes)
        {
            if (node is IdentifierNameSyntax name && _holders.Contains(name.Identifier.ValueText) && !_start.Call.Span.Contains(name.Span))
            {
                Note(Writes.ExpressionOf(name), _elements.Contains(name.Identifier.ValueText));
            }
        }

        foreach ((SyntaxNode join, bool isOfElement) in _found)
        {
            NoteConditions(join, isOfElement);
        }
    }

    /// <summary>Variables that are set to what leads to the work: <c>all = Task.WhenAll(tasks)</c>, the variable of a foreach.</summary>
    private void FindHolders()
    {
        for (int count = -1; count != _holders.Count;)
        {
            count = _holders.Count;
            foreach (SyntaxNode node in _nodes)
            {
                if (node is IdentifierNameSyntax name && _holders.Contains(name.Identifier.ValueText)
                    && !_start.Call.Span.Contains(node.Span)
                    && UseOf(Writes.ExpressionOf(name), out bool isOfElement) is var use)
                {
                    Add(use, isOfElement || _elements.Contains(name.Identifier.ValueText));
                }
            }

            Add(UseOf(_start.Call, out _), isOfElement: false);
        }

        void Add(SyntaxNode? use, bool isOfElement)
        {
            string? added = use switch
            {
                CommonForEachStatementSyntax loop => (loop as ForEachStatementSyntax)?.Identifier.ValueText,
                EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } => variable.Identifier.ValueText,
                AssignmentExpressionSyntax { Left: IdentifierNameSyntax local } => local.Identifier.ValueText,
                ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax add } }
                    when add is { Expression: IdentifierNameSyntax list, Name.Identifier.ValueText: "Add" } => list.Identifier.ValueText,
                _ => null,
            };
            if (added is not null and not "_")
            {
                _holders.Add(added);
                if (isOfElement || use is CommonForEachStatementSyntax)
                {
                    _elements.Add(added);
                }
            }
        }
    }

    private void FindBegins()
    {
        if (_start.Name != "new Thread")
        {
            Begins.Add(_start.Call);
        }
        else
        {
            Begins.AddRange(_nodes.Where(node => node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }
                && access.Name.Identifier.ValueText == "Start"
                && (CallSyntax.WithoutCasts(access.Expression) == _start.Call
                    || (CallSyntax.LeftmostOf(access.Expression) is IdentifierNameSyntax name
                        && _holders.Contains(name.Identifier.ValueText)))));
        }

        foreach (SyntaxNode begin in Begins)
        {
            Events[begin] = WorkEvent.Starts;
        }
    }

    /// <summary>What a mention of the work does.</summary>
    private void Note(ExpressionSyntax mention, bool isOfElement)
    {
        if (mention.Parent is AssignmentExpressionSyntax target && target.Left == mention)
        {
            if (!target.Right.Span.Contains(_start.Call.Span) && UseOf(_start.Call, out _) != target)
            {
                Events[target] = WorkEvent.Loses;
            }

            return;
        }

        SyntaxNode? use = UseOf(mention, out bool isElement);
        switch (use)
        {
            case AwaitExpressionSyntax:
                Join(use);
                break;
            case MemberAccessExpressionSyntax access:
                string name = access.Name.Identifier.ValueText;
                InvocationExpressionSyntax? call = access.Parent as InvocationExpressionSyntax;
                if (name is "Result" && call is null
                    || name is "Wait" or "Join" or "GetResult" && call is { ArgumentList.Arguments.Count: 0 })
                {
                    Join(call is null ? access : call);
                }
                else if (TellsOfItsEnd(name, true) || TellsOfItsEnd(name, false))
                {
                    Events[access] = WorkEvent.Escapes; // looked at by Assume alone
                }
                else if (name is not ("Start" or "Add" or "IsBackground" or "Name" or "Priority" or "SetApartmentState" or "Enqueue"
                    or "Push" or "Length" or "Count" or "Id"))
                {
                    Events[mention == _start.Call ? call ?? (SyntaxNode)access : mention] = WorkEvent.Escapes;
                }

                break;
            case InvocationExpressionSyntax { ArgumentList.Arguments: var arguments } wait when CallSyntax.CalledName(wait) == "WaitAll":
                if (arguments.Count == 1 || arguments.All(static argument
                    => argument.Expression is not (LiteralExpressionSyntax or MemberAccessExpressionSyntax)))
                {
                    Join(wait);
                }
                else
                {
                    Events[mention] = WorkEvent.Escapes;
                }

                break;
            // Put into a variable that is followed, or thrown away.
            case CommonForEachStatementSyntax or EqualsValueClauseSyntax or ExpressionStatementSyntax:
            case AssignmentExpressionSyntax { Left: IdentifierNameSyntax }:
            case AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax { Expression: IdentifierNameSyntax } }:
            case AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } }:
            case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax adding } when CallSyntax.CalledName(adding) == "Add":
            case ReturnStatementSyntax or ArrowExpressionClauseSyntax or AnonymousFunctionExpressionSyntax:
                break;
            default:
                if (mention != _start.Call)
                {
                    Events[mention] = WorkEvent.Escapes;
                }
                else if (use is not null)
                {
                    // The call that takes it is over before anything else of the function runs.
                    Events[use is ArgumentSyntax { Parent.Parent: { } taker } ? taker : use] = WorkEvent.Escapes;
                }

                break;
        }

        void Join(SyntaxNode join)
        {
            Events[join] = WorkEvent.Joins;
            _found.Add((join, isElement || isOfElement));
        }
    }

    /// <summary>What is done with the work where it is named: through calls that answer what ends with it.</summary>
    private static SyntaxNode? UseOf(ExpressionSyntax mention, out bool isOfElement)
    {
        isOfElement = false;
        SyntaxNode current = mention;
        while (true)
        {
            SyntaxNode parent = current.Parent!;
            switch (parent)
            {
                case ParenthesizedExpressionSyntax or CastExpressionSyntax or PostfixUnaryExpressionSyntax or InitializerExpressionSyntax
                    or ImplicitArrayCreationExpressionSyntax or ArrayCreationExpressionSyntax:
                case BaseObjectCreationExpressionSyntax:
                    current = parent;
                    continue;
                case ElementAccessExpressionSyntax element when element.Expression == current:
                    isOfElement = true;
                    current = parent;
                    continue;
                case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call, Name.Identifier.ValueText: var name }
                    when name is "ConfigureAwait" or "AsTask" or "GetAwaiter" or "Unwrap" or "ToArray" or "ToList" or "AsReadOnly":
                    current = call;
                    continue;
                case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax taker } when CallSyntax.CalledName(taker) == "WhenAll":
                    current = taker;
                    continue;
                case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax taker } when CallSyntax.CalledName(taker) == "WaitAll":
                    return taker;
                default:
                    return parent;
            }
        }
    }

    /// <summary>
    /// A join in a loop over a collection joins all of it; one in a branch leaves the question whether what skips it has work to wait for.
    /// </summary>
    private void NoteConditions(SyntaxNode join, bool isOfElement)
    {
        SyntaxNode child = join;
        for (SyntaxNode? current = join.Parent; current is not null && !FunctionSyntax.IsFunction(current)
            && !Begins.Exists(begin => current.Span.Contains(begin.Span)); child = current, current = current.Parent)
        {
            switch (current)
            {
                case ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax when isOfElement:
                    Joined.Add(current.Span);
                    break;
                case IfStatementSyntax @if when child != @if.Condition && !LeavesFunction(child):
                    Escaping.Add(@if.Condition.Span);
                    break;
                case WhileStatementSyntax @while when child != @while.Condition:
                    Escaping.Add(@while.Condition.Span);
                    break;
                case ForStatementSyntax { Condition: { } condition } when child != condition:
                    Escaping.Add(condition.Span);
                    break;
                case CommonForEachStatementSyntax loop when child != loop.Expression:
                    Escaping.Add(loop.Expression.Span);
                    break;
                case SwitchSectionSyntax { Parent: SwitchStatementSyntax @switch }:
                    Escaping.Add(@switch.Expression.Span);
                    break;
                case ConditionalExpressionSyntax conditional when child != conditional.Condition:
                    Escaping.Add(conditional.Condition.Span);
                    break;
                case BinaryExpressionSyntax binary when child == binary.Right:
                    Escaping.Add(binary.Left.Span);
                    break;
            }
        }
    }

    private static bool LeavesFunction(SyntaxNode branch)
        => (branch as BlockSyntax)?.Statements.LastOrDefault() is ReturnStatementSyntax or ThrowStatementSyntax;

    /// <summary>The name of the local, field or collection that the task or thread is put into.</summary>
    private static string? StoredIn(SyntaxNode call)
    {
        for (SyntaxNode? current = call.Parent; current is not null and not StatementSyntax; current = current.Parent)
        {
            switch (current)
            {
                case AnonymousFunctionExpressionSyntax or AwaitExpressionSyntax:
                    return null;
                case VariableDeclaratorSyntax variable:
                    return variable.Identifier.ValueText;
                case AssignmentExpressionSyntax assignment:
                    return NameOf(assignment.Left);
                case InvocationExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax
                    {
                        Name.Identifier.ValueText: "Add" or "Enqueue"
                    or "Push"
                    } add
                }:
                    return NameOf(add.Expression);
            }
        }

        return null;

        static string? NameOf(ExpressionSyntax expression) => expression switch
        {
            IdentifierNameSyntax { Identifier.ValueText: not "_" } name => name.Identifier.ValueText,
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            ElementAccessExpressionSyntax element => NameOf(element.Expression),
            _ => null,
        };
    }
}
