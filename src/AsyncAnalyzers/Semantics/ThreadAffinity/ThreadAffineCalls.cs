using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>What a called function does for its caller: it begins a thread-affine region, or it releases a lock.</summary>
internal sealed class ThreadAffineCalls
{
    private static readonly ConditionalWeakTable<Compilation, ThreadAffineCalls> PerCompilation = new();

    private readonly ConcurrentDictionary<IMethodSymbol, Effect>[] _effects = Enumerable.Range(0, ThreadAffineEvents.Depth)
        .Select(_ => new ConcurrentDictionary<IMethodSymbol, Effect>(SymbolEqualityComparer.Default)).ToArray();

    /// <param name="Opened">The region that is open when the function returns.</param>
    /// <param name="ReleasesLock">It releases a lock that it did not take.</param>
    internal sealed record Effect(ThreadAffineScope? Opened, bool ReleasesLock);

    /// <summary>The region that the call, creation or property begins for its caller; null where it begins none.</summary>
    /// <param name="called">The resource of a <c>using</c>, or the value of a variable that is disposed of.</param>
    /// <param name="model">The model of its tree.</param>
    /// <param name="depth">How many calls deep to look; at least 1.</param>
    public static ThreadAffineScope? OpenedBy(ExpressionSyntax called, CodeModel model, int depth)
    {
        if (MethodOf(called, model) is not { } method)
        {
            return null;
        }

        string display = method.MethodKind == MethodKind.Constructor ? method.ContainingType.Name
            : method.AssociatedSymbol?.Name ?? method.Name;
        if (method.OriginalDefinition.DeclaringSyntaxReferences.IsEmpty)
        {
            return IsOfAnotherAssembly(method, model.Compilation)
                && IsGivenLock(called, method, model) is { } isCertain
                ? new ThreadAffineScope(ThreadAffineScopeKind.Lock, called, display, isCertain) { IsWrapped = true }
                : null;
        }

        return Of(model.Compilation).EffectOf(method, model, depth).Opened is { } opened
            ? opened with { Opening = called, Display = display, IsWrapped = true, Key = null, Side = string.Empty, Extent = null }
            : null;
    }

    /// <summary>What a called method of this compilation does; null where it is none.</summary>
    public static Effect? EffectOf(InvocationExpressionSyntax call, CodeModel model, int depth)
        => CallSyntax.MethodOf(call, model) is { } method && !method.OriginalDefinition.DeclaringSyntaxReferences.IsEmpty
            ? Of(model.Compilation).EffectOf(method, model, depth)
            : null;

    private static ThreadAffineCalls Of(Compilation compilation)
        => PerCompilation.GetValue(compilation, static _ => new ThreadAffineCalls());

    private static bool IsOfAnotherAssembly(IMethodSymbol method, Compilation compilation)
        => !SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, compilation.Assembly);

    private static IMethodSymbol? MethodOf(ExpressionSyntax called, CodeModel model)
        => model.SymbolOf(called) switch
        {
            IMethodSymbol method => method,
            IPropertySymbol property => property.GetMethod,
            _ => null,
        };

    private Effect EffectOf(IMethodSymbol called, CodeModel model, int depth)
    {
        IMethodSymbol method = (called.ReducedFrom ?? called).OriginalDefinition;
        return _effects[depth - 1].GetOrAdd(method, one => FindEffect(one, model, depth));
    }

    private static Effect FindEffect(IMethodSymbol method, CodeModel model, int depth)
    {
        // Behind an interface, what its only implementation does.
        IMethodSymbol called = OnlyImplementation.Of(method, model) ?? method;

        // What an async function or an iterator holds when it returns is another question.
        if (called.IsAsync || CalledSource.Of(called, model) is not { } source)
        {
            return new Effect(null, false);
        }

        ThreadAffineEvents events = ThreadAffineEvents.In(source.Function, model.With(source.Model), depth - 1);
        ThreadAffineScope? opened = events.Openings.FirstOrDefault(opening => opening.Extent is null
            && !(opening.Opening is BaseObjectCreationExpressionSyntax && opening.Kind == ThreadAffineScopeKind.Lock)
            && !events.Ends.Any(end => end.Ends(opening) && !IsInCatch(end.Node, source.Body)));
        opened ??= depth > 1 ? OpenedByResult(source, model.Types, depth - 1, model.CancellationToken) : null;
        opened ??= ThreadBoundState.WrittenIn(source.Function, model.With(source.Model)) is { } state
            ? new ThreadAffineScope(ThreadAffineScopeKind.ThreadState, state.Node, state.Display, IsCertain: false)
            : null;
        // A method that opens scopes of both kinds leaves it to its arguments.
        bool releases = events.Ends.Any(end
            => end.Kind == ThreadAffineScopeKind.Lock && !events.Openings.Any(opening => end.Ends(opening)));
        return new Effect(opened, releases);
    }

    /// <summary>
    /// What is returned is what another function opened: <c>Read() => new Reader(_lock)</c>, <c>Read() => Take(false)</c>.
    /// </summary>
    private static ThreadAffineScope? OpenedByResult(CalledSource source, KnownTypes types, int depth, CancellationToken cancellationToken)
    {
        foreach (ExpressionSyntax result in FunctionSyntax.ReturnedBy(source.Body))
        {
            if (CallSyntax.WalkDownParentheses(result) is InvocationExpressionSyntax
                or BaseObjectCreationExpressionSyntax
                && OpenedBy(CallSyntax.WalkDownParentheses(result), CodeModel.Of(source.Model, cancellationToken), depth) is { } opened)
            {
                return opened;
            }
        }

        return source.Function is ConstructorDeclarationSyntax { Initializer: { } initializer }
            && source.Model.GetSymbolInfo(initializer, cancellationToken)
                .Symbol is IMethodSymbol { DeclaringSyntaxReferences.IsEmpty: false } constructor
            ? Of(source.Model.Compilation).EffectOf(constructor, CodeModel.Of(source.Model, cancellationToken), depth).Opened
            : null;
    }

    private static bool IsInCatch(SyntaxNode node, SyntaxNode body)
        => node.Ancestors().TakeWhile(ancestor => ancestor != body).Any(ancestor => ancestor is CatchClauseSyntax);

    /// <summary>
    /// A method of another assembly that is called on such a lock, or given one, and answers something to dispose of. True where it is an
    /// extension of the lock that is named after taking it; null where it has nothing to do with a lock.
    /// </summary>
    private static bool? IsGivenLock(ExpressionSyntax called, IMethodSymbol method, CodeModel model)
    {
        if (method.ReturnsVoid && method.MethodKind != MethodKind.Constructor || ThreadAffineLocks.Is(method.ContainingType, model.Types))
        {
            return null;
        }

        if (called is InvocationExpressionSyntax call && method.IsExtensionMethod && CallSyntax.CalledNameSyntax(call) is { } name
            && CallSyntax.Receiver(name) is { } receiver
            && ThreadAffineLocks.Is(model.TypeOf(receiver), model.Types))
        {
            return method.Name.Contains("Lock") || method.Name.Contains("Read") || method.Name.Contains("Write")
                || method.Name.Contains("Enter")
                || method.Name.Contains("Acquire");
        }

        ArgumentListSyntax? arguments = called switch
        {
            InvocationExpressionSyntax invocation => invocation.ArgumentList,
            BaseObjectCreationExpressionSyntax creation => creation.ArgumentList,
            _ => null,
        };
        return arguments?.Arguments.Any(argument
            => ThreadAffineLocks.Is(model.TypeOf(argument.Expression), model.Types)) == true ? false : null;
    }
}
