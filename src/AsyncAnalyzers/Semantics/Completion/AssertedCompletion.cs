namespace AsyncAnalyzers.Semantics;

/// <summary>What is known behind an assertion: the code after it runs only where that holds.</summary>
internal static class AssertedCompletion
{
    /// <summary>
    /// The condition of <c>Debug.Assert(c)</c>, <c>Assert.True(c)</c>, <c>Assert.IsFalse(c, text)</c>, <c>Assert.That(c, Is.True)</c>,
    /// <c>c.Should().BeTrue()</c> or <c>c.ShouldBeTrue()</c>, and which value it has; null for other calls.
    /// </summary>
    public static (IOperation Condition, bool Holds)? ConditionOf(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        bool? holds = method.Name switch
        {
            "Assert" or "IsTrue" or "True" or "BeTrue" or "ShouldBeTrue" => true,
            "That" => call.Arguments.Length < 2 || !IsBoolean(call.Arguments[0].Value) ? true : Expected(call.Arguments[1].Value),
            "IsFalse" or "False" or "BeFalse" or "ShouldBeFalse" => false,
            _ => null,
        };
        if (holds is null)
        {
            return null;
        }

        IOperation? condition = method switch
        {
            { IsStatic: true, IsExtensionMethod: false } when IsOfAssertions(method) => call.Arguments.FirstOrDefault()?.Value,
            { IsExtensionMethod: true } when method.Name.StartsWith("Should", StringComparison.Ordinal)
                => call.Arguments.FirstOrDefault()?.Value,
            { IsStatic: false } when call.Instance is { } instance && CompletionFacts.WithoutConversions(instance) is IInvocationOperation
            {
                TargetMethod.Name: "Should",
                Arguments: { Length: > 0 } asked
            }
                => asked[0].Value,
            _ => null,
        };
        return condition is not null && IsBoolean(condition)
            ? (CompletionFacts.WithoutConversions(condition), holds.Value)
            : null;
    }

    /// <summary>
    /// The task in <c>Assert.Equal(TaskStatus.RanToCompletion, task.Status)</c>: it has ended; null for other calls.
    /// </summary>
    public static IOperation? EndOf(IInvocationOperation call, KnownTypes types)
    {
        if (call.TargetMethod is not { Name: "Equal" or "AreEqual" or "Same" or "AreSame", IsStatic: true } method
            || call.Arguments.Length < 2 || !IsOfAssertions(method))
        {
            return null;
        }

        IOperation first = CompletionFacts.WithoutConversions(call.Arguments[0].Value);
        IOperation second = CompletionFacts.WithoutConversions(call.Arguments[1].Value);
        return StatusOf(first) is { } left && IsEnd(second) ? left : StatusOf(second) is { } right && IsEnd(first) ? right : null;

        IOperation? StatusOf(IOperation operation)
            => operation is IPropertyReferenceOperation { Property.Name: "Status", Instance: { } task } && task.Type.IsTask(types)
                ? task
                : null;
    }

    private static bool IsEnd(IOperation operation)
        => operation is IFieldReferenceOperation
        {
            Field: { Name: "RanToCompletion" or "Faulted" or "Canceled", ContainingType.Name: "TaskStatus" }
        };

    private static bool IsOfAssertions(IMethodSymbol method)
        => method.Name == "Assert" || method.ContainingType.Name is "Assert" or "ClassicAssert" or "Debug" or "Trace" or "Contract";

    private static bool? Expected(IOperation constraint)
        => CompletionFacts.WithoutConversions(constraint) switch
        {
            IPropertyReferenceOperation { Property.Name: "True" } => true,
            IPropertyReferenceOperation { Property.Name: "False" } => false,
            { Type.SpecialType: SpecialType.System_String } => true,
            _ => null,
        };

    private static bool IsBoolean(IOperation operation)
        => CompletionFacts.WithoutConversions(operation).Type?.SpecialType == SpecialType.System_Boolean;
}
