namespace AsyncAnalyzers.Rules.Threads;

/// <summary>
/// A thread that stays in the variables of one function or in fields that no other assembly can name, is started, and stays in the
/// foreground: nothing sets or asks for <c>IsBackground</c>, waits for its end without limit, or interrupts it.
/// </summary>
internal sealed class StartedThread
{
    private static readonly HashSet<string> HarmlessMembers = new(StringComparer.Ordinal)
    {
        "Name", "Priority", "ApartmentState", "SetApartmentState", "TrySetApartmentState", "GetApartmentState", "IsAlive", "ThreadState",
        "ManagedThreadId", "IsThreadPoolThread", "CurrentCulture", "CurrentUICulture", "GetHashCode", "ToString",
    };

    private readonly List<InvocationExpressionSyntax> _starts = new();
    private readonly HashSet<ISymbol> _variables = new(SymbolEqualityComparer.Default);

    private StartedThread()
    {
    }

    /// <summary>The calls that start it.</summary>
    public IReadOnlyList<InvocationExpressionSyntax> Starts => _starts;

    /// <summary>Null where the thread may be another kind of thread, or is not seen to be started.</summary>
    public static StartedThread? Find(BaseObjectCreationExpressionSyntax creation, CodeModel model)
    {
        var thread = new StartedThread();
        return !SetsBackground(creation) && thread.IsKnownAt(creation, model) && thread._starts.Count > 0 ? thread : null;
    }

    private static bool SetsBackground(BaseObjectCreationExpressionSyntax creation)
        => creation.Initializer is { } initializer && initializer.Expressions.Any(static member
            => member is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "IsBackground" } });

    /// <summary>What the code does with the thread that an expression is leaves it what it is.</summary>
    private bool IsKnownAt(ExpressionSyntax expression, CodeModel model)
    {
        ExpressionSyntax thread = CallSyntax.WithCasts(expression);
        switch (thread.Parent)
        {
            case MemberAccessExpressionSyntax access when access.Expression == thread:
                return IsKnownMember(access.Name, model);
            case ConditionalAccessExpressionSyntax access when access.Expression == thread:
                return CallSyntax.LeftmostOf(access.WhenNotNull) is MemberBindingExpressionSyntax binding
                    && IsKnownMember(binding.Name, model);
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator }:
                return IsKnownVariable(model.GetDeclaredSymbol(declarator), model);
            case AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax } assignment:
                return assignment.Left == thread || IsKnownVariable(model.SymbolOf(assignment.Left), model);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression }:
                return true;
            case IsPatternExpressionSyntax test:
                return !test.Pattern.DescendantsAndSelf().Any(static node => node is SingleVariableDesignationSyntax);
            default:
                return CallSyntax.IsInNameOf(thread);
        }
    }

    private bool IsKnownMember(SimpleNameSyntax member, CodeModel model)
    {
        InvocationExpressionSyntax? call = CallSyntax.InvocationOf(member);
        switch (member.Identifier.ValueText)
        {
            case "Start" or "UnsafeStart":
                if (call is not null)
                {
                    _starts.Add(call);
                }

                return call is not null;
            case "Join":
                return call is { ArgumentList.Arguments: { Count: 1 } arguments }
                    && !Durations.IsInfinite(arguments[0].Expression, model);
            case var name:
                return HarmlessMembers.Contains(name);
        }
    }

    private bool IsKnownVariable(ISymbol? variable, CodeModel model)
    {
        if (variable is not (ILocalSymbol { IsRef: false } or IFieldSymbol)
            || (variable is IFieldSymbol && CalledSource.IsOpenToOthers(variable, model.Compilation)))
        {
            return false;
        }

        variable = variable.OriginalDefinition;
        return !_variables.Add(variable)
            || MentionsOf(variable, model).All(mention => model.In(mention.SyntaxTree) is var own
                && own.SymbolOf(mention) is { } meant
                && (!SymbolEqualityComparer.Default.Equals(meant.OriginalDefinition, variable)
                    || IsKnownAt(Writes.ExpressionOf(mention), own)));
    }

    private static IEnumerable<SimpleNameSyntax> MentionsOf(ISymbol variable, CodeModel model)
        => VariableMentions.OfOwn(variable, model)
            ?? (variable is IFieldSymbol
                ? ProjectMentions.Of(variable.Name, model.Compilation, model.CancellationToken)
                : Enumerable.Empty<SimpleNameSyntax>());
}
