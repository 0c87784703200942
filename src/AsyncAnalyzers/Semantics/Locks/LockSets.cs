using System.Reflection;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Which locks are held where: <c>lock</c>, Monitor, Mutex, SpinLock, Lock, reader-writer locks, SemaphoreSlim, scopes of lock libraries,
/// synchronized methods, and what all callers of a private member hold. A flag that is taken by Interlocked counts as an unknown lock.
/// </summary>
internal sealed class LockSets
{
    /// <summary>How many calls up callers are looked at.</summary>
    private const int MaximumDepth = 4;


    /// <summary>What is held where functions begin, as far as one question has led; null for those that are being asked.</summary>
    private readonly Dictionary<SyntaxNode, LockSet?> _entries = new();

    /// <summary>The same where it does not depend on where the question began: kept for the next.</summary>
    private readonly Dictionary<SyntaxNode, LockSet> _known = new();

    /// <summary>The answer depends on a function that is being asked, or on where the search up the callers was given up.</summary>
    private bool _isCut;

    private LockSets()
    {
    }

    /// <summary>For many questions about one compilation: what is found out about callers is kept from one to the next.</summary>
    public static LockSets ForMany() => new();

    /// <summary>The locks that the thread holds at a place, in whatever function it is.</summary>
    public LockSet HeldAt(SyntaxNode place, CodeModel model)
    {
        _entries.Clear();
        return At(place, model, 0);
    }

    /// <inheritdoc cref="HeldAt(SyntaxNode, CodeModel)"/>
    public static LockSet At(SyntaxNode place, CodeModel model)
        => new LockSets().At(place, model, 0);

    /// <summary>The same for a function that is known to run on its own: what its callers hold is left aside.</summary>
    public static LockSet TakenAt(SyntaxNode place, CodeModel model)
        => FunctionSyntax.Enclosing(place) is { } function
            ? new LockSets().In(place, function, OfAttribute(function, model), model)
            : LockSet.Empty;

    /// <summary>The lock statement around a node in its function; null where there is none.</summary>
    public static LockStatementSyntax? LockStatementAround(SyntaxNode node)
    {
        SyntaxNode child = node;
        for (SyntaxNode? current = node.Parent; current is not null
            && !FunctionSyntax.IsFunction(current)
            && current is not MemberDeclarationSyntax; child = current, current = current.Parent)
        {
            if (current is LockStatementSyntax @lock && child == @lock.Statement)
            {
                return @lock;
            }
        }

        return null;
    }

    private LockSet At(SyntaxNode place, CodeModel model, int depth)
        => FunctionSyntax.Enclosing(place) is { } function
            ? In(place, function, EntryOf(function, model, depth) ?? LockSet.Empty, model)
            : LockSet.Empty;

    private LockSet In(SyntaxNode place, SyntaxNode function, LockSet entry, CodeModel model)
    {
        LockSet around = entry.Union(OfStatements(place, function, model));
        LockSet held = FunctionLocks.Of(function, model).At(place, around);
        SyntaxNode body = function is CompilationUnitSyntax ? function : FunctionSyntax.Body(function) ?? function;
        return !held.HoldsUnknown && InterlockedGates.IsPassedAt(place, body, model)
            ? held.WithUnknown()
            : held;
    }

    /// <summary>The locks of the <c>lock</c> and <c>using</c> statements around a place.</summary>
    private LockSet OfStatements(SyntaxNode place, SyntaxNode function, CodeModel model)
    {
        LockSet held = LockSet.Empty;
        SyntaxNode child = place;
        for (SyntaxNode? current = place.Parent; current is not null && child != function; child = current, current = current.Parent)
        {
            switch (current)
            {
                case LockStatementSyntax @lock when child == @lock.Statement:
                    held = held.Union(OfObject(@lock.Expression, model));
                    break;
                case UsingStatementSyntax @using when child == @using.Statement:
                    held = held.Union(OfScopes(@using.Declaration, @using.Expression));
                    break;
                case BlockSyntax block:
                    AddDeclarations(block.Statements);
                    break;
                case SwitchSectionSyntax section:
                    AddDeclarations(section.Statements);
                    break;
                case CompilationUnitSyntax unit:
                    AddDeclarations(unit.Members.OfType<GlobalStatementSyntax>().Select(static global => global.Statement));
                    break;
            }
        }

        return held;

        void AddDeclarations(IEnumerable<StatementSyntax> statements)
        {
            foreach (StatementSyntax statement in statements)
            {
                if (statement.Span.End > place.SpanStart)
                {
                    break;
                }

                if (statement is LocalDeclarationStatementSyntax declaration && declaration.UsingKeyword.IsKind(SyntaxKind.UsingKeyword))
                {
                    held = held.Union(OfScopes(declaration.Declaration, null));
                }
            }
        }

        LockSet OfScopes(VariableDeclarationSyntax? declaration, ExpressionSyntax? expression)
            => declaration is null ? LockScopes.HeldBy(expression, model)
                : declaration.Variables.Aggregate(LockSet.Empty, (set, variable)
                    => set.Union(LockScopes.HeldBy(variable.Initializer?.Value, model)));
    }

    /// <summary>What a <c>lock</c> statement on the object takes.</summary>
    public static LockSet OfObject(ExpressionSyntax expression, CodeModel model)
    {
        if (LockPath.IsNewObject(expression, model))
        {
            return LockSet.Empty;
        }

        // The object itself is entered from C# 13 on; before that it is one like others.
        LockKind kind = model.TypeOf(expression).Is(model.Types.Lock)
            && ((CSharpParseOptions)expression.SyntaxTree.Options).LanguageVersion >= (LanguageVersion)1300
                ? LockKind.Lock
                : LockKind.Monitor;
        return LockPath.Of(expression, model) is { } path
            ? LockSet.Empty.With(new HeldLock(new LockIdentity(kind, path), LockMode.Exclusive))
            : LockSet.Unknown;
    }

    /// <summary>What is held where a function begins; null where only functions call it whose callers are being looked at.</summary>
    private LockSet? EntryOf(SyntaxNode function, CodeModel model, int depth)
    {
        if (_known.TryGetValue(function, out LockSet certain))
        {
            return certain;
        }

        if (_entries.TryGetValue(function, out LockSet? known))
        {
            _isCut = true;
            return known;
        }

        _entries.Add(function, null);
        bool wasCut = _isCut;
        _isCut = false;
        LockSet own = OfAttribute(function, model);
        LockSet? entry = FromCallers(function, model, depth) is { } inherited ? own.Union(inherited) : own.IsEmpty ? null : own;
        if (!_isCut && entry is not null)
        {
            _known[function] = entry;
        }

        _isCut |= wasCut;
        return _entries[function] = entry;
    }

    private LockSet? FromCallers(SyntaxNode function, CodeModel model, int depth)
    {
        switch (function)
        {
            case AnonymousFunctionExpressionSyntax lambda:
                return OfLambda(lambda, model, depth);
            case LocalFunctionStatementSyntax:
            case MethodDeclarationSyntax or AccessorDeclarationSyntax or PropertyDeclarationSyntax:
                return FunctionSyntax.SymbolOf(function, model) is { } symbol
                    && CallersOf.Find(symbol, function, model) is { } callers
                        ? depth > MaximumDepth ? GivenUp() : OfAll(callers, symbol, model, depth)
                        : LockSet.Empty;
            default:
                return LockSet.Empty;
        }
    }

    private LockSet GivenUp()
    {
        _isCut = true;
        return LockSet.Unknown;
    }

    /// <summary>What all callers hold; of those that are being asked already nothing is wanted.</summary>
    private LockSet? OfAll(IReadOnlyList<SyntaxNode> callers, IMethodSymbol symbol, CodeModel model, int depth)
    {
        LockSet? all = null;
        foreach (SyntaxNode caller in callers)
        {
            CodeModel own = model.In(caller.SyntaxTree);
            if (FunctionSyntax.Enclosing(caller) is not { } function)
            {
                continue; // An initializer runs before others see the object.
            }

            if (EntryOf(function, own, depth + 1) is not { } entry)
            {
                continue;
            }

            LockSet held = SeenFromCallee(In(caller, function, entry, own), caller, symbol, own);
            all = all?.Intersect(held) ?? held;
        }

        return all ?? (callers.Count > 0 && depth > 0 ? null : LockSet.Empty);
    }

    /// <summary>The locks of the caller by the names that the callee has for them.</summary>
    private LockSet SeenFromCallee(LockSet held, SyntaxNode call, IMethodSymbol callee, CodeModel model)
    {
        if (callee.MethodKind == MethodKind.LocalFunction || held.Locks.IsEmpty)
        {
            return held;
        }

        LockPath? receiver = call is SimpleNameSyntax name && CallSyntax.Receiver(name) is { } expression
            and not (ThisExpressionSyntax or BaseExpressionSyntax)
                ? callee.IsStatic ? null : LockPath.Of(expression, model)
                : LockPath.OfThis();
        LockSet seen = held.HoldsUnknown ? LockSet.Unknown : LockSet.Empty;
        foreach (HeldLock one in held.Locks)
        {
            LockIdentity? same = receiver is not null ? one.Lock.SeenFrom(receiver)
                : one.Lock.Path.StartsWithThis || one.Lock.Path.Variable is ILocalSymbol or IParameterSymbol ? null
                : one.Lock;
            seen = same is null ? seen.WithUnknown() : seen.With(one with { Lock = same });
        }

        return seen;
    }

    /// <summary>A lambda holds what is held around it where it runs on the spot.</summary>
    private LockSet? OfLambda(AnonymousFunctionExpressionSyntax lambda, CodeModel model, int depth)
    {
        if (SpotLambda.FunctionAround(lambda, model) is not null
            || CallSyntax.WithCasts(lambda).Parent is InvocationExpressionSyntax)
        {
            return At(lambda, model, depth);
        }

        // A method of this compilation may run it under a lock of its own.
        return lambda.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }
            && CallSyntax.MethodOf(call, model) is { } taker
            && SymbolEqualityComparer.Default.Equals(taker.ContainingAssembly, model.Compilation.Assembly)
                ? LockSet.Unknown
                : LockSet.Empty;
    }

    /// <summary>
    /// <c>[MethodImpl(MethodImplOptions.Synchronized)]</c>; of an async method only what is before its first await is under it.
    /// </summary>
    public static LockSet OfAttribute(SyntaxNode function, CodeModel model)
    {
        if (function is not (MethodDeclarationSyntax { AttributeLists.Count: > 0 }
                or AccessorDeclarationSyntax { AttributeLists.Count: > 0 }
                or LocalFunctionStatementSyntax { AttributeLists.Count: > 0 })
            || FunctionSyntax.SymbolOf(function, model) is not { } method
            || (method.MethodImplementationFlags & MethodImplAttributes.Synchronized) == 0)
        {
            return LockSet.Empty;
        }

        return method.IsAsync ? LockSet.Unknown
            : LockSet.Empty.With(new HeldLock(
                new LockIdentity(LockKind.Monitor, method.IsStatic ? LockPath.OfType(method.ContainingType) : LockPath.OfThis()),
                LockMode.Exclusive));
    }
}
