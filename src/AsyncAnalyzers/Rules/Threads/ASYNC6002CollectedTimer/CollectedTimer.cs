namespace AsyncAnalyzers.Rules.Threads;

/// <summary>
/// A <c>System.Threading.Timer</c> that is still to fire when nothing refers to it any more: it is dropped, or stands in a local that
/// nobody reads. Under-approximates: what is handed to anybody may be kept by them.
/// </summary>
/// <param name="Creation">The <c>new Timer(…)</c>.</param>
/// <param name="Variable">The local; null where the timer is dropped at once.</param>
/// <param name="Function">The function that makes it.</param>
/// <param name="IsOfProgram">The function is where the program begins: it lasts as long as the timer should.</param>
internal sealed record CollectedTimer(
    BaseObjectCreationExpressionSyntax Creation, VariableDeclaratorSyntax? Variable, SyntaxNode Function, bool IsOfProgram)
{
    private static readonly string[] LongCalls = { "ReadLine", "ReadKey", "Sleep", "Run", "GetResult" };

    /// <summary>
    /// The thread stays in the function: that is where the program begins, or waits for something behind the timer. A local lives on there,
    /// where the compiler does not optimize.
    /// </summary>
    public bool Lasts => !FunctionSyntax.IsAsync(Function) && (IsOfProgram || MayWaitBehind());

    /// <summary>The local is only told when to fire: <c>timer.Change(0, 1000)</c>.</summary>
    public IEnumerable<IdentifierNameSyntax> MentionsIn(CodeModel model)
        => Variable is null ? Enumerable.Empty<IdentifierNameSyntax>() : VariableMentions.Of(Variable, model);

    /// <summary>By syntax alone: <c>new Timer(…)</c>, <c>Timer t = new(…)</c>, with times.</summary>
    public static bool MayBe(SyntaxNode node)
        => node is BaseObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: 4 } creation
            && creation switch
            {
                ObjectCreationExpressionSyntax { Type: var type } => TypeNames.Of(type) == "Timer",
                { Parent.Parent.Parent: VariableDeclarationSyntax { Type: var type } }
                    => TypeNames.Of(type is NullableTypeSyntax nullable ? nullable.ElementType : type) == "Timer",
                _ => false,
            };

    public static CollectedTimer? Of(BaseObjectCreationExpressionSyntax creation, CodeModel model)
        => Find(creation, model) is { } found
            && model.SymbolOf(creation) is IMethodSymbol constructor && constructor.IsDeclaredIn(model.Types.Timer)
            && Fires(creation, model)
                ? found : null;

    private static CollectedTimer? Find(BaseObjectCreationExpressionSyntax creation, CodeModel model)
    {
        if (FunctionSyntax.Enclosing(creation) is not { } function)
        {
            return null;
        }

        switch (CallSyntax.WithCasts(creation).Parent)
        {
            case ExpressionStatementSyntax:
            case AssignmentExpressionSyntax
            {
                Left: IdentifierNameSyntax { Identifier.ValueText: "_" } discard,
                Parent: ExpressionStatementSyntax
            }
                when model.SymbolOf(discard) is IDiscardSymbol:
                return new CollectedTimer(creation, null, function, EntryPoint.Is(function, model));
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax local }
                when local.Parent?.Parent is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 }
                    && VariableMentions.Of(local, model).All(mention => OnlyTells(mention, function)):
                return new CollectedTimer(creation, local, function, EntryPoint.Is(function, model));
            default:
                return null;
        }
    }

    private bool MayWaitBehind()
        => FunctionSyntax.Body(Function) is { } body && FunctionSyntax.OwnNodes(body).Any(node => node.SpanStart > Creation.Span.End
            && (LoopWaits.IsEndless(node)
                || (node is SimpleNameSyntax { Identifier.ValueText: var name }
                    && (WaitNames.IsOfThread(name) || LongCalls.Contains(name)))));

    private static bool OnlyTells(IdentifierNameSyntax mention, SyntaxNode function)
        => mention.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Change", Parent.Parent: ExpressionStatementSyntax }
            && FunctionSyntax.Enclosing(mention) == function && !LoopBounds.IsInLoop(mention);

    /// <summary>Later than at once: what is due at once and only then has fired before the collector comes.</summary>
    private static bool Fires(BaseObjectCreationExpressionSyntax creation, CodeModel model)
    {
        SeparatedSyntaxList<ArgumentSyntax> arguments = creation.ArgumentList!.Arguments;
        ExpressionSyntax? due = GivenArgument.For("dueTime", 2, arguments), period = GivenArgument.For("period", 3, arguments);
        return due is not null && period is not null
            && !(IsNever(period) && (IsNever(due) || Durations.IsZero(due, model)));

        bool IsNever(ExpressionSyntax time)
            => model.GetConstantValue(time) is { HasValue: true, Value: -1 or -1L or uint.MaxValue }
                || time.ToString().EndsWith("InfiniteTimeSpan", StringComparison.Ordinal);
    }
}
