namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>What holds a source.</summary>
internal enum HolderKind
{
    /// <summary>Nothing: only its token is taken.</summary>
    None,

    /// <summary>A local.</summary>
    Local,

    /// <summary>A private field or property.</summary>
    Field,
}

/// <summary>A source that is linked to a token that outlives it, or has a timer, and that nothing disposes.</summary>
internal sealed record UndisposedSource(ExpressionSyntax Creation, bool IsLinked, HolderKind Kind, string? Name)
{
    /// <summary>The token that it stays registered on; null for a timer, or where it has no short name.</summary>
    public string? Parent { get; private set; }

    public DiagnosticSeverity Severity { get; private set; }

    /// <summary>All that has its token ends with the function: it can be disposed there.</summary>
    public bool EndsWithFunction { get; private set; }

    /// <summary>Where the last source of a field is disposed; null where no source is.</summary>
    public SimpleNameSyntax? DisposedAt { get; private set; }

    /// <summary>The method of the type that could dispose a field.</summary>
    public string? Disposer { get; private set; }

    /// <summary>The statements that dispose it, which an exception passes by; empty where nothing disposes it.</summary>
    public IReadOnlyList<ExpressionStatementSyntax> Disposals { get; private set; } = Array.Empty<ExpressionStatementSyntax>();

    /// <summary>What may throw before it is disposed; null where nothing disposes it.</summary>
    public SyntaxNode? Thrower { get; private set; }

    /// <summary>The local that holds it; null where nothing does, a field does, or the local is declared elsewhere.</summary>
    public VariableDeclaratorSyntax? Local { get; private set; }

    /// <summary>
    /// Looks at <c>CancellationTokenSource.CreateLinkedTokenSource(…)</c> or <c>new CancellationTokenSource(…)</c>; null where it is
    /// disposed, may be disposed by somebody else, or does no harm.
    /// </summary>
    public static UndisposedSource? Find(ExpressionSyntax creation, CodeModel model)
    {
        SyntaxNode? function = FunctionSyntax.Enclosing(creation);
        ExpressionSyntax value = function is null ? creation : ValueOf(creation);
        UndisposedSource? source = function is null ? null : value.Parent switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Token" } token when token.Expression == value
                => OfNothing(creation, token, function, model),
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax local } when VariableMentions.ScopeOf(local) is not null
                => OfLocal(creation, local, function, model),
            AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax } assignment when assignment.Right == value
                => OfVariable(creation, assignment, function, model),
            _ => null,
        };
        return source?.IsHarmful(function!, model) == true ? source : null;
    }

    /// <summary>The creation, or the <c>?:</c> of which it is one side and the other is null or a creation too.</summary>
    private static ExpressionSyntax ValueOf(ExpressionSyntax creation)
    {
        ExpressionSyntax value = CallSyntax.WithCasts(creation);
        while (value.Parent is ConditionalExpressionSyntax conditional && conditional.Condition != value
            && IsOwn(value == conditional.WhenTrue ? conditional.WhenFalse : conditional.WhenTrue))
        {
            value = CallSyntax.WithCasts(conditional);
        }

        return value;

        static bool IsOwn(ExpressionSyntax other) => CallSyntax.WithoutCasts(other) is LiteralExpressionSyntax
            or BaseObjectCreationExpressionSyntax
            or InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CreateLinkedTokenSource" },
        };
    }

    private static UndisposedSource? OfNothing(
        ExpressionSyntax creation, MemberAccessExpressionSyntax token, SyntaxNode function, CodeModel model)
        => IsTimedOrLinked(creation)
            ? new(creation, creation is InvocationExpressionSyntax, HolderKind.None, null)
            {
                EndsWithFunction = new TokenReach(function, model).EndsWith(token),
            }
            : null;

    private static bool IsTimedOrLinked(ExpressionSyntax creation)
        => creation is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: > 0 };

    private static UndisposedSource? OfLocal(
        ExpressionSyntax creation, VariableDeclaratorSyntax local, SyntaxNode function, CodeModel model)
    {
        if (local.Parent?.Parent is not LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 })
        {
            return null;
        }

        bool isLinked = creation is InvocationExpressionSyntax;
        bool isTimed = IsTimedOrLinked(creation);
        bool isCancelled = false;
        SkippedDisposal? skipped = null;
        foreach (IdentifierNameSyntax mention in VariableMentions.Of(local, model))
        {
            switch (TokenSourceUses.Of(mention))
            {
                case TokenSourceUse.Disposed when isLinked && SkippedDisposal.StatementOf(mention) is not null:
                    if ((skipped ??= SkippedDisposal.Of(local, model)) is null)
                    {
                        return null;
                    }

                    break;
                case TokenSourceUse.Disposed or TokenSourceUse.Escapes:
                    return null;
                case TokenSourceUse.CancelAfter:
                    isTimed = true;
                    break;
                case TokenSourceUse.Cancel:
                    isCancelled = true;
                    break;
            }
        }

        // A source that is cancelled stops its timer.
        if (!isTimed || (isCancelled && !isLinked))
        {
            return null;
        }

        return new UndisposedSource(creation, isLinked, HolderKind.Local, local.Identifier.ValueText)
        {
            EndsWithFunction = FunctionSyntax.Enclosing(local) == function
                && new TokenReach(function, model).EndsWith(VariableMentions.Of(local, model).Where(static mention
                    => TokenSourceUses.Of(mention) != TokenSourceUse.Disposed)),
            Local = local,
            Disposals = skipped?.Disposals ?? Array.Empty<ExpressionStatementSyntax>(),
            Thrower = skipped?.Thrower,
        };
    }

    private static UndisposedSource? OfVariable(ExpressionSyntax creation, AssignmentExpressionSyntax assignment, SyntaxNode function,
        CodeModel model)
    {
        if (assignment.Left is not (IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax })
            || !assignment.IsKind(SyntaxKind.SimpleAssignmentExpression))
        {
            return null;
        }

        switch (model.SymbolOf(assignment.Left))
        {
            case ILocalSymbol { DeclaringSyntaxReferences: { Length: 1 } references }
                when references[0].GetSyntax(model.CancellationToken) is VariableDeclaratorSyntax local
                    && VariableMentions.ScopeOf(local) is not null:
                if (OfLocal(creation, local, function, model) is not { } source)
                {
                    return null;
                }

                source.EndsWithFunction = false;
                source.Local = null;
                return source;
            case ISymbol { DeclaredAccessibility: Accessibility.Private } member and (IFieldSymbol or IPropertySymbol):
                return OfField(creation, member, function, model);
            default:
                return null;
        }
    }

    private static UndisposedSource? OfField(ExpressionSyntax creation, ISymbol field, SyntaxNode function, CodeModel model)
    {
        bool isLinked = creation is InvocationExpressionSyntax;
        if (!IsTimedOrLinked(creation))
        {
            return null;
        }

        SyntaxNode member = FunctionSyntax.OutermostEnclosing(function);
        SimpleNameSyntax? disposedAt = null;
        foreach (SimpleNameSyntax mention in NameMentions.InType(field.ContainingType, field.Name, model))
        {
            TokenSourceUse use = TokenSourceUses.Of(mention);
            bool isHere = mention.SyntaxTree == member.SyntaxTree && member.Span.Contains(mention.Span);
            if (use == TokenSourceUse.Escapes || (use == TokenSourceUse.Cancel && !isLinked)
                || (isHere && (use == TokenSourceUse.Disposed || (mention.SpanStart < creation.SpanStart && IsTested(mention)))))
            {
                return null;
            }

            disposedAt = use == TokenSourceUse.Disposed ? mention : disposedAt;
            if (use == TokenSourceUse.Disposed && !IsAtTheEnd(mention, member, model))
            {
                return null;
            }
        }

        return disposedAt is not null && !isLinked ? null : new UndisposedSource(creation, isLinked, HolderKind.Field, field.Name)
        {
            DisposedAt = disposedAt,
            Disposer = disposedAt is null && field.ContainingType.GetMembers("Dispose").OfType<IMethodSymbol>().Any(static method
                => !method.IsStatic && method.Parameters.IsEmpty) ? "Dispose" : null,
        };
    }

    /// <summary>A condition of the member asks for it: what it holds may be known to be gone.</summary>
    private static bool IsTested(SimpleNameSyntax mention)
    {
        SyntaxNode child = mention;
        for (SyntaxNode? current = mention.Parent; current is not null and not BlockSyntax; child = current, current = current.Parent)
        {
            if (current is IfStatementSyntax @if && child == @if.Condition)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>It is disposed where the object ends, by a method that the one that makes the source does not call.</summary>
    private static bool IsAtTheEnd(SimpleNameSyntax disposed, SyntaxNode member, CodeModel model)
        => disposed.FirstAncestorOrSelf<MemberDeclarationSyntax>() switch
        {
            DestructorDeclarationSyntax => true,
            MethodDeclarationSyntax
            {
                Identifier.ValueText: "Dispose" or "DisposeAsync" or "DisposeAsyncCore" or "DisposeCore"
                or "Close"
            } end
                => !NameMentions.In(member, model)[end.Identifier.ValueText].Any(static call
                    => CallSyntax.Receiver(call) is null or ThisExpressionSyntax),
            _ => false,
        };

    private bool IsHarmful(SyntaxNode function, CodeModel model)
    {
        if (model.Types.HasTestFramework)
        {
            return false;
        }

        if (CallFrequency.IsOnce(Creation, model) || !IsSource(model))
        {
            return false;
        }

        if (!IsLinked)
        {
            // The timer ends by itself: where a 'using' cannot simply be added, that is soon enough.
            Severity = DiagnosticSeverity.Info;
            return (EndsWithFunction || Kind == HolderKind.Field)
                && HasTime(model)
                && CallFrequency.Of(Creation, model) != Frequency.Once;
        }

        ArgumentListSyntax parents = ((InvocationExpressionSyntax)Creation).ArgumentList;
        LongerToken parent = LongerToken.OfLinked(parents, model);
        if (parent.Life == TokenLife.Call
            || (!CallFrequency.IsInLoop(Creation) && !IsCancelledItself(model)
                && CallFrequency.LastsUntilCancelled(function, model)))
        {
            return false;
        }

        Frequency frequency = CallFrequency.Of(Creation, model);
        Parent = parent.Name;
        if ((parent.Life == TokenLife.Request && !EndsWithFunction && !CallFrequency.IsInLoop(Creation))
            || (parent.Life == TokenLife.Longer && frequency == Frequency.Unknown && LongerToken.AreOwn(parents, model)))
        {
            // It ends with the request, or with the object.
            return false;
        }

        Severity = parent.Life != TokenLife.Longer || DisposedAt is not null || Disposals.Count > 0 || frequency == Frequency.Unknown
            || IsOfObject(model)
            ? DiagnosticSeverity.Info
            : DiagnosticSeverity.Warning;
        // What is linked to the end of the program, and nobody shows to be made again and again, ends with it.
        return frequency != Frequency.Once
            && !(frequency == Frequency.Unknown && Creation.DescendantTokens().Any(static part
                => part.ValueText is "ApplicationStopping" or "ApplicationStopped"));
    }

    /// <summary>An object that the function makes gets the token, and may live as long as that.</summary>
    private bool IsOfObject(CodeModel model)
        => Local is not null && VariableMentions.Of(Local, model).Any(static mention
            => TokenSourceUses.TokenOf(mention) is { Parent: ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax made } }
                && !(made is ObjectCreationExpressionSyntax { Type: var type } && TypeNames.Of(type) is { } name
                    && (name.EndsWith("Exception", StringComparison.Ordinal) || name == "ParallelOptions")));

    private bool IsSource(CodeModel model)
        => model.SymbolOf(Creation) is IMethodSymbol method
            && method.IsDeclaredIn(model.Types.CancellationTokenSource)
            && method is { MethodKind: MethodKind.Constructor } or { Name: "CreateLinkedTokenSource" };

    /// <summary>The time-out is neither none nor endless: there is a timer.</summary>
    private bool HasTime(CodeModel model)
        => Creation is not BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments }
            || !(Durations.IsZero(arguments[0].Expression, model)
                || Durations.IsInfinite(arguments[0].Expression, model));

    /// <summary>It is cancelled without its parent, which then keeps it.</summary>
    private bool IsCancelledItself(CodeModel model)
        => Local is not null && VariableMentions.Of(Local, model).Any(static mention
            => TokenSourceUses.Of(mention) is TokenSourceUse.Cancel or TokenSourceUse.CancelAfter);
}
