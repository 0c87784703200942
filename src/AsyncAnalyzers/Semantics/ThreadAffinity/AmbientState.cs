using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// What flows with the code from caller to callee: AsyncLocal, the culture, the principal, the current activity, the scopes of a log, the
/// synchronization context. An async function gives the old value back to its caller when it returns; another function leaves its caller
/// the new one.
/// </summary>
internal sealed class AmbientState
{
    /// <summary>How many calls deep a function is looked into.</summary>
    private const int Depth = 2;

    /// <summary>Calls of one function that are looked into: functions with more do something else than to set a context.</summary>
    private const int MostCalls = 50;

    private static readonly ConditionalWeakTable<Compilation, AmbientState> PerCompilation = new();

    private readonly ConcurrentDictionary<IMethodSymbol, string[]>[] _leftChanged = Enumerable.Range(0, Depth)
        .Select(_ => new ConcurrentDictionary<IMethodSymbol, string[]>(SymbolEqualityComparer.Default)).ToArray();

    /// <summary>A change, in source order.</summary>
    /// <param name="Key">What is changed.</param>
    /// <param name="PutsBack">It is the old value again, or none.</param>
    private readonly record struct Change(string Key, bool PutsBack);

    /// <summary>The function itself sets something, whether it puts it back or not.</summary>
    public static bool IsChangedIn(SyntaxNode function, CodeModel model)
        => ThreadAffineEvents.NodesOf(function).Any(node => OwnChange(node, model) is not null);

    /// <summary>When the function returns, something is changed for its caller: made async, the function would lose it.</summary>
    public static bool IsLeftChangedBy(SyntaxNode function, CodeModel model)
    {
        AmbientState state = PerCompilation.GetValue(model.Compilation, static _ => new AmbientState());
        return state.LeftChanged(function, model, Depth).Length > 0;
    }

    /// <summary>
    /// The call, creation or property leaves something changed for the code around it: on another thread, that would be lost.
    /// </summary>
    public static bool IsLeftChangedByCall(ExpressionSyntax called, CodeModel model)
    {
        AmbientState state = PerCompilation.GetValue(model.Compilation, static _ => new AmbientState());
        return CalledBy(called, model) is { } method
            && state.LeftChangedBy(method, model, Depth - 1).Length > 0;
    }

    /// <summary>
    /// The type's <c>Dispose</c> puts such state back and does nothing else. Continuations of what was called in its scope keep the state.
    /// </summary>
    public static bool IsScope(ITypeSymbol type, CodeModel model)
    {
        if (type.GetMembers("Dispose").OfType<IMethodSymbol>().FirstOrDefault(static method => method.Parameters.IsEmpty) is not { } dispose
            || CalledSource.Of(dispose, model) is not { } source)
        {
            return false;
        }

        AmbientState state = PerCompilation.GetValue(model.Compilation, static _ => new AmbientState());
        SyntaxNode[] nodes = ThreadAffineEvents.NodesOf(source.Function).ToArray();
        return Array.Exists(nodes, IsChange)
            && Array.TrueForAll(nodes, node
                => node is not InvocationExpressionSyntax call || CallSyntax.CalledName(call) == "SuppressFinalize" || IsChange(node));

        bool IsChange(SyntaxNode node)
            => OwnChange(node, model.With(source.Model)) is not null
                || (CalledBy(node, model.With(source.Model)) is { } called
                    && state.LeftChangedBy(called, model.With(source.Model), Depth - 1).Length > 0);
    }

    /// <summary>The expression is what an assignment or a call changes of such state, as far as a look at it tells.</summary>
    public static bool IsTarget(ExpressionSyntax expression, CodeModel model)
        => KeyOf(expression, model) is not null;

    private string[] LeftChanged(SyntaxNode function, CodeModel model, int depth)
    {
        var changes = new List<Change>();
        int calls = 0;
        foreach (SyntaxNode node in ThreadAffineEvents.NodesOf(function))
        {
            if (OwnChange(node, model) is { } change)
            {
                changes.Add(change);
            }
            else if (depth > 0 && CalledBy(node, model) is { } called && ++calls <= MostCalls)
            {
                bool putsBack = node.Ancestors().TakeWhile(ancestor => ancestor != function).Any(ancestor
                    => ancestor is FinallyClauseSyntax);
                changes.AddRange(LeftChangedBy(called, model, depth - 1).Select(key
                    => new Change(key, putsBack)));
            }
        }

        // One change alone is meant for the caller, even if it is made in a finally or takes a value away.
        return changes.Count == 0 ? Array.Empty<string>()
            : changes.GroupBy(change => change.Key).Where(same => same.Count() == 1 || !same.Last().PutsBack).Select(same => same.Key)
                .ToArray();
    }

    private string[] LeftChangedBy(IMethodSymbol called, CodeModel model, int depth)
        => _leftChanged[depth].GetOrAdd((called.ReducedFrom ?? called).OriginalDefinition, method
            => CalledSource.Of(method, model) is { } source
                ? LeftChanged(source.Function, model.With(source.Model), depth)
                : Array.Empty<string>());

    /// <summary>
    /// The method of this compilation that the node calls, or the accessor that it sets; not what a <c>using</c> disposes of.
    /// </summary>
    private static IMethodSymbol? CalledBy(SyntaxNode node, CodeModel model)
    {
        IMethodSymbol? called = node switch
        {
            InvocationExpressionSyntax call when !IsDisposed(call) => CallSyntax.MethodOf(call, model),
            BaseObjectCreationExpressionSyntax creation when !IsDisposed(creation)
                => model.SymbolOf(creation) as IMethodSymbol,
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax or MemberAccessExpressionSyntax } assignment
                => (model.SymbolOf(assignment.Left) as IPropertySymbol)?.SetMethod,
            _ => null,
        };
        return called is { IsAsync: false } && !called.OriginalDefinition.DeclaringSyntaxReferences.IsEmpty ? called : null;
    }

    private static Change? OwnChange(SyntaxNode node, CodeModel model)
    {
        switch (node)
        {
            case AssignmentExpressionSyntax assignment:
                return KeyOf(assignment.Left, model) is { } key
                    ? new Change(key, IsInFinally(node) || IsOldValue(assignment.Right, key, model))
                    : null;
            case PostfixUnaryExpressionSyntax
            {
                RawKind: (int)SyntaxKind.PostIncrementExpression
                or (int)SyntaxKind.PostDecrementExpression
            } postfix:
                return KeyOf(postfix.Operand, model) is { } increased
                    ? new Change(increased, postfix.IsKind(SyntaxKind.PostDecrementExpression))
                    : null;
            case PrefixUnaryExpressionSyntax
            {
                RawKind: (int)SyntaxKind.PreIncrementExpression
                or (int)SyntaxKind.PreDecrementExpression
            } prefix:
                return KeyOf(prefix.Operand, model) is { } changed
                    ? new Change(changed, prefix.IsKind(SyntaxKind.PreDecrementExpression))
                    : null;
            case InvocationExpressionSyntax call:
                return ChangeBy(call, model);
            case ObjectCreationExpressionSyntax { Type: var type } creation
                when TypeNames.Of(type) == "TransactionScope" && !IsDisposed(creation)
                && model.TypeOf(creation).Is(model.Types.TransactionScope):
                return new Change("Transaction", PutsBack: false);
            case UsingStatementSyntax { Expression: IdentifierNameSyntax variable }
                when model.TypeOf(variable).Is(model.Types.TransactionScope):
                return new Change("Transaction", PutsBack: true);
            case UsingStatementSyntax { Expression: IdentifierNameSyntax variable }
                when model.TypeOf(variable).IsOrDerivesFrom(model.Types.Activity):
                return new Change("Activity", PutsBack: true);
            default:
                return null;
        }
    }

    private static Change? ChangeBy(InvocationExpressionSyntax call, CodeModel model)
    {
        IMethodSymbol? method = CallSyntax.CalledName(call) is "Start" or "StartActivity" or "Stop" or "Dispose"
            or "SetSynchronizationContext"
            or "SetData" or "LogicalSetData" or "FreeNamedDataSlot"
            or "BeginScope" or "PushProperty" or "PushProperties" or "PushNestedState"
            ? CallSyntax.MethodOf(call, model)
            : null;
        return method switch
        {
            null => null,
            { Name: "Start" } when method.ContainingType.IsOrDerivesFrom(model.Types.Activity)
                => IsDisposed(call) ? null : new Change("Activity", PutsBack: false),
            { Name: "StartActivity" } when method.IsDeclaredIn(model.Types.ActivitySource)
                => IsDisposed(call) ? null : new Change("Activity", PutsBack: false),
            { Name: "Stop" or "Dispose" } when method.ContainingType.IsOrDerivesFrom(model.Types.Activity)
                => new Change("Activity", PutsBack: true),
            { Name: "Dispose" } when method.IsDeclaredIn(model.Types.TransactionScope) => new Change("Transaction", PutsBack: true),
            { Name: "SetSynchronizationContext" } when method.IsDeclaredIn(model.Types.SynchronizationContext)
                => new Change("SynchronizationContext", IsInFinally(call)
                    || IsLocalOrNone(call.ArgumentList.Arguments.FirstOrDefault()?.Expression)),
            { Name: "SetData" or "LogicalSetData" or "FreeNamedDataSlot" }
                when method.IsDeclaredIn(model.Types.CallContext) || method.IsDeclaredIn(model.Types.Thread)
                => new Change("CallContext " + call.ArgumentList.Arguments.FirstOrDefault(), method.Name == "FreeNamedDataSlot"
                    || IsInFinally(call)),
            // ILogger, LogContext, ScopeContext: a scope that is returned or kept, or that nobody ends here.
            { Name: "BeginScope" or "PushProperty" or "PushProperties" or "PushNestedState" }
                when method.OriginalDefinition.DeclaringSyntaxReferences.IsEmpty
                && method.ReturnType.Is(model.Types.Disposable) && !IsDisposed(call) && !IsKeptInLocal(call, model)
                => new Change("Log scope", PutsBack: false),
            _ => null,
        };
    }

    /// <summary>The name of the state that an assignment to the expression changes; null for anything else.</summary>
    private static string? KeyOf(ExpressionSyntax target, CodeModel model)
    {
        if (target is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Value", Expression: var holder }
            && model.TypeOf(holder).Is(model.Types.AsyncLocal))
        {
            return model.SymbolOf(holder)?.ToDisplayString() ?? holder.ToString();
        }

        string? name = target switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
            _ => null,
        };
        if (name is null)
        {
            return null;
        }

        if (name is "CurrentCulture" or "CurrentUICulture" or "CurrentPrincipal" or "Current")
        {
            // A property of another assembly that is called Current is what the code there runs in: Activity, Transaction, HttpContext.
            return model.SymbolOf(target) is IPropertySymbol property
                && (property.ContainingType.Is(model.Types.CultureInfo) || property.ContainingType.Is(model.Types.Thread)
                    || (name == "Current" && property.IsStatic && property.DeclaringSyntaxReferences.IsEmpty))
                ? name == "Current" ? property.ContainingType.Name : name
                : null;
        }

        return ThreadBoundState.IsTarget(target, model) ? ThreadAffineLocks.NameOf(target) : null;
    }

    private static bool IsInFinally(SyntaxNode node)
        => node.Ancestors().TakeWhile(static ancestor => !FunctionSyntax.IsFunction(ancestor)).Any(static ancestor
            => ancestor is FinallyClauseSyntax);

    /// <summary>No value, or what a local was set to from the same state.</summary>
    private static bool IsOldValue(ExpressionSyntax value, string key, CodeModel model)
        => IsNone(value) || (value is IdentifierNameSyntax
            && model.SymbolOf(value) is ILocalSymbol local
            && model.SyntaxOf(local) is VariableDeclaratorSyntax { Initializer.Value: { } old }
            && KeyOf(old, model) == key);

    private static bool IsLocalOrNone(ExpressionSyntax? value) => value is null or IdentifierNameSyntax || IsNone(value);

    private static bool IsNone(ExpressionSyntax value)
        => value.IsKind(SyntaxKind.NullLiteralExpression) || value.IsKind(SyntaxKind.DefaultLiteralExpression)
            || value is DefaultExpressionSyntax;

    /// <summary><c>var scope = log.BeginScope(…);</c>: it ends where the function does, for all that is seen.</summary>
    private static bool IsKeptInLocal(ExpressionSyntax call, CodeModel model)
        => call.FirstAncestorOrSelf<StatementSyntax>() switch
        {
            LocalDeclarationStatementSyntax => true,
            ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax target } }
                => model.SymbolOf(target) is ILocalSymbol,
            _ => false,
        };

    /// <summary>What the call answers is disposed of at the end of a <c>using</c>.</summary>
    private static bool IsDisposed(ExpressionSyntax expression)
    {
        SyntaxNode value = expression;
        while (value.Parent is ParenthesizedExpressionSyntax or ConditionalAccessExpressionSyntax)
        {
            value = value.Parent;
        }

        return value.Parent switch
        {
            UsingStatementSyntax => true,
            EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax { Parent: UsingStatementSyntax } } => true,
            EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax { Parent: LocalDeclarationStatementSyntax local } }
                => local.UsingKeyword.IsKind(SyntaxKind.UsingKeyword),
            _ => false,
        };
    }
}
